// Calls about vault connections.
import { request } from './request'
import type { Check, Connection, SetupValues } from './types'

const ROOT = '/api/v2/flows/vault/connections'
const PAGE_SIZE = 100
/** A list longer than this is cut: nobody reads it, and search by name finds what is on it. */
const MOST_PAGES = 20

interface ConnectionPage {
  total: number
  connections: Connection[]
}

export async function listConnections(tenant: string, signal?: AbortSignal): Promise<Connection[]> {
  const all: Connection[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = `?page=${page}&per_page=${PAGE_SIZE}&include_totals=true`
    const answer = await request<ConnectionPage>('GET', ROOT + query, { tenant, signal })
    all.push(...answer.connections)
    if (answer.connections.length === 0 || all.length >= answer.total) break
  }
  return all
}

export const createConnection = (tenant: string, body: { app_id: string; name: string; setup?: SetupValues }) =>
  request<Connection>('POST', ROOT, { tenant, body })

export const updateConnection = (tenant: string, id: string, body: { name?: string; setup?: SetupValues }) =>
  request<Connection>('PATCH', `${ROOT}/${id}`, { tenant, body })

export const deleteConnection = (tenant: string, id: string) => request<void>('DELETE', `${ROOT}/${id}`, { tenant })

export const connectionUsage = async (tenant: string, id: string, signal?: AbortSignal) =>
  (await request<{ flows: { id: string; name: string }[] }>('GET', `${ROOT}/${id}/usage`, { tenant, signal })).flows

export const checkSetup = (tenant: string, body: { app_id: string; setup: SetupValues }) =>
  request<Check>('POST', `${ROOT}/check`, { tenant, body })

export const checkConnection = (tenant: string, id: string) =>
  request<Check>('POST', `${ROOT}/${id}/check`, { tenant, body: {} })
