// The invented shop's connections that are granted on a vendor's page, in the states such connections get into. Made once
// per server.
import { api } from './api.mjs'
import { ACME, agreeAs, takeAllAccessBack } from './vendor.mjs'

const CLIENT = { client_id: '4f1d9c27-flowvault', client_secret: 'invented-client-secret' }

export async function fillGranted(page, tenant) {
  const clients = '/flows/vault/oauth-clients'
  if ((await api(page, tenant, 'GET', clients)).oauth_clients.length > 0) return
  await api(page, tenant, 'PUT', `${clients}/OAUTH2`, { ...CLIENT, scopes: ['crm', 'openid'], params: ACME })
  await api(page, tenant, 'PUT', `${clients}/GOOGLE_SHEETS`, CLIENT)
  const crm = await granted(page, tenant, 'OAUTH2', 'Acme CRM')
  const sheet = await granted(page, tenant, 'GOOGLE_SHEETS', 'Team sheet')
  await flow(page, tenant, 'Report', 'GOOGLE_SHEETS', 'ADD_ROW', { connection_id: sheet, spreadsheet_id: 'book', values: ['a'] })
  const sync = await flow(page, tenant, 'Sync customers', 'OAUTH2', 'SEND_REQUEST', { connection_id: crm, path: '/customers' })
  await takeAllAccessBack()
  await api(page, tenant, 'POST', `/flows/${sync}/executions`, { input: {}, synchronous: true })
  await granted(page, tenant, 'OAUTH2', 'Acme support')
}

async function granted(page, tenant, app_id, name) {
  const { id } = await api(page, tenant, 'POST', '/flows/vault/connections', { app_id, name })
  const { authorization_url } = await api(page, tenant, 'POST', `/flows/vault/connections/${id}/authorization`, {})
  await page.goto(authorization_url)
  await agreeAs(page, 'ada')
  await page.getByText(`“${name}” is connected`).waitFor()
  return id
}

const flow = async (page, tenant, name, type, action, params) =>
  (await api(page, tenant, 'POST', '/flows', { name, actions: [{ id: 'only_one_aB3d', type, action, params }] })).id
