// Calls about the tenant's own registrations at vendors. A secret goes out with these calls and never comes back.
import { request } from './request'
import type { OauthClient } from './types'

const LIST = '/api/v2/flows/vault/oauth-clients'
const ONE = '/api/v2/flows/vault/oauth-clients/{app_id}'

export interface Registration {
  client_id: string
  client_secret: string
  scopes: string[]
  params: Record<string, unknown>
}

export interface OauthClients {
  clients: OauthClient[]
  /** What a vendor's form wants to know, also before anything is registered. */
  redirectUri: string
}

export async function listOauthClients(tenant: string, signal?: AbortSignal): Promise<OauthClients> {
  const { oauth_clients, redirect_uri } = await request('get', LIST, { tenant, signal })
  return { clients: oauth_clients as OauthClient[], redirectUri: redirect_uri }
}

export const putOauthClient = (tenant: string, appId: string, body: Registration) =>
  request('put', ONE, { tenant, path: { app_id: appId }, body })

export const deleteOauthClient = (tenant: string, appId: string) =>
  request('delete', ONE, { tenant, path: { app_id: appId } })
