// Calls about flows and their runs. A flow's actions travel as text, so that nothing in them is rewritten on the way.
import { JsonSource } from '../flows/source/json_source'
import { request, requestText } from './request'
import type { Action, Execution, FlowSummary } from './types'

const ROOT = '/api/v2/flows'
const PAGE_SIZE = 100

export interface LoadedFlow extends FlowSummary {
  actions: readonly Action[]
  /** The text the actions came from: what is not edited is sent back letter for letter. */
  source: JsonSource
}

export async function listFlows(tenant: string, signal?: AbortSignal): Promise<FlowSummary[]> {
  const all: FlowSummary[] = []
  for (let page = 0; ; page++) {
    const query = `?page=${page}&per_page=${PAGE_SIZE}&include_totals=true`
    const answer = await request<{ total: number; flows: FlowSummary[] }>('GET', ROOT + query, { tenant, signal })
    all.push(...answer.flows)
    if (answer.flows.length === 0 || all.length >= answer.total) return all
  }
}

export async function loadFlow(tenant: string, id: string, signal?: AbortSignal): Promise<LoadedFlow> {
  return readFlow(await requestText('GET', `${ROOT}/${id}`, { tenant, signal }))
}

export const createFlow = (tenant: string, name: string) =>
  request<FlowSummary>('POST', ROOT, { tenant, body: { name } })

export const renameFlow = (tenant: string, id: string, name: string) =>
  request<FlowSummary>('PATCH', `${ROOT}/${id}`, { tenant, body: { name } })

/** `actions` is the JSON text of the whole list. */
export async function saveActions(tenant: string, id: string, actions: string): Promise<LoadedFlow> {
  return readFlow(await requestText('PATCH', `${ROOT}/${id}`, { tenant, text: `{"actions":${actions}}` }))
}

export const deleteFlow = (tenant: string, id: string) => request<void>('DELETE', `${ROOT}/${id}`, { tenant })

/** Runs the draft `actions` with `input`, both JSON text, and answers when the run has ended. */
export const runDraft = (tenant: string, id: string, input: string, actions: string) =>
  request<Execution>('POST', `${ROOT}/${id}/executions`, {
    tenant,
    text: `{"input":${input},"synchronous":true,"actions":${actions}}`,
  })

/** Runs the flow as it is saved. */
export const runSaved = (tenant: string, id: string, input: string) =>
  request<Execution>('POST', `${ROOT}/${id}/executions`, { tenant, text: `{"input":${input},"synchronous":true}` })

function readFlow(text: string): LoadedFlow {
  const source = new JsonSource(text)
  const flow = source.value as FlowSummary & { actions?: Action[] }
  return { ...flow, actions: flow.actions ?? [], source }
}
