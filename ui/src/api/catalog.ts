// Calls about what this server knows to talk to.
import { request } from './request'
import type { Integration } from './types'

export const listIntegrations = async (tenant: string, signal?: AbortSignal) =>
  (await request<{ integrations: Integration[] }>('GET', '/api/v2/flows/catalog', { tenant, signal })).integrations
