// Calls about flows and their runs. A flow's actions travel as text, so that nothing in them is rewritten on the way.
import { JsonSource } from '../flows/source/json_source'
import { request, requestText } from './request'
import type { Action, Execution, FlowSummary } from './types'

const LIST = '/api/v2/flows'
const ONE = '/api/v2/flows/{id}'
const RUN = '/api/v2/flows/{flow_id}/executions'
const PAGE_SIZE = 100

export interface LoadedFlow extends FlowSummary {
  actions: readonly Action[]
  /** The text the actions came from: what is not edited is sent back letter for letter. */
  source: JsonSource
}

export async function listFlows(tenant: string, signal?: AbortSignal): Promise<FlowSummary[]> {
  const all: FlowSummary[] = []
  for (let page = 0; ; page++) {
    const answer = await request('get', LIST, {
      tenant,
      signal,
      query: { page, per_page: PAGE_SIZE, include_totals: true },
    })
    // Without totals the answer is a bare list; we always ask for them.
    if (Array.isArray(answer)) return answer
    all.push(...answer.flows)
    if (answer.flows.length === 0 || all.length >= answer.total) return all
  }
}

export const loadFlow = async (tenant: string, id: string, signal?: AbortSignal): Promise<LoadedFlow> =>
  readFlow(await requestText('get', ONE, { tenant, path: { id }, signal }))

export const createFlow = (tenant: string, name: string) => request('post', LIST, { tenant, body: { name } })

export const renameFlow = (tenant: string, id: string, name: string) =>
  request('patch', ONE, { tenant, path: { id }, body: { name } })

/** `actions` is the JSON text of the whole list. */
export const saveActions = async (tenant: string, id: string, actions: string): Promise<LoadedFlow> =>
  readFlow(await requestText('patch', ONE, { tenant, path: { id }, text: `{"actions":${actions}}` }))

export const deleteFlow = (tenant: string, id: string) => request('delete', ONE, { tenant, path: { id } })

/** Runs the flow with `input` and answers when the run has ended. Both are JSON text; without `actions` the saved flow runs. */
export async function runFlow(tenant: string, id: string, input: string, actions?: string): Promise<Execution> {
  const draft = actions === undefined ? '' : `,"actions":${actions}`
  const text = `{"input":${input},"synchronous":true${draft}}`
  return (await request('post', RUN, { tenant, path: { flow_id: id }, text })) as Execution
}

function readFlow(text: string): LoadedFlow {
  const source = new JsonSource(text)
  const flow = source.value as FlowSummary & { actions?: Action[] }
  return { ...flow, actions: flow.actions ?? [], source }
}
