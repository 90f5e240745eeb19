// Calls about vault connections.
import { request } from './request'
import type { Connection, SetupValues } from './types'

const LIST = '/api/v2/flows/vault/connections'
const ONE = '/api/v2/flows/vault/connections/{id}'
const PAGE_SIZE = 100
/** A list longer than this is cut: nobody reads it, and search by name finds what is on it. */
const MOST_PAGES = 20

export async function listConnections(tenant: string, signal?: AbortSignal): Promise<Connection[]> {
  const all: Connection[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await request('get', LIST, {
      tenant,
      signal,
      query: { page, per_page: PAGE_SIZE, include_totals: true },
    })
    // Without totals the answer is a bare list; we always ask for them.
    if (Array.isArray(answer)) return answer
    all.push(...answer.connections)
    if (answer.connections.length === 0 || all.length >= answer.total) break
  }
  return all
}

export const createConnection = (tenant: string, body: { app_id: string; name: string; setup?: SetupValues }) =>
  request('post', LIST, { tenant, body })

export const updateConnection = (tenant: string, id: string, body: { name?: string; setup?: SetupValues }) =>
  request('patch', ONE, { tenant, path: { id }, body })

export const deleteConnection = (tenant: string, id: string) => request('delete', ONE, { tenant, path: { id } })

export const connectionUsage = async (tenant: string, id: string, signal?: AbortSignal) =>
  (await request('get', `${ONE}/usage`, { tenant, path: { id }, signal })).flows

export const connectionStatus = (tenant: string, id: string, signal?: AbortSignal) =>
  request('get', `${ONE}/status`, { tenant, path: { id }, signal })

/** Answers the vendor's page where the person goes on. What the connection holds serves on meanwhile. */
export const beginAuthorization = async (
  tenant: string,
  id: string,
  body: { scopes?: string[]; another_account?: boolean },
) => (await request('post', `${ONE}/authorization`, { tenant, path: { id }, body })).authorization_url

export const checkSetup = (tenant: string, body: { app_id: string; setup: SetupValues }) =>
  request('post', `${LIST}/check`, { tenant, body })

export const checkConnection = (tenant: string, id: string) =>
  request('post', `${ONE}/check`, { tenant, path: { id }, body: {} })
