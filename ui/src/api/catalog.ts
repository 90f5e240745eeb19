// Calls about what this server knows to talk to.
import { request } from './request'
import type { Integration } from './types'

export async function listIntegrations(tenant: string, signal?: AbortSignal): Promise<Integration[]> {
  const { integrations } = await request('get', '/api/v2/flows/catalog', { tenant, signal })
  // The description leaves the declared schemas open, since people add integrations of their own.
  return integrations as Integration[]
}
