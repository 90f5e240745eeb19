// A connection that a person grants on the vendor's page: the OAuth client is registered in place, the vendor's no and
// yes come back to the Vault, and whatever goes wrong later is shown with the way out of it.
import { deepEqual, equal, match } from 'node:assert/strict'
import { api } from '../api.mjs'
import { seriousInBothSchemes } from '../axe.mjs'
import { canary } from '../canary.mjs'
import { enterTenant, openFromTenantMenu, signIn } from '../person.mjs'
import { addUpToCredentials, dialog, fromRowMenu, row } from '../vault_page.mjs'
import { ACME, agreeAs, endPresentAccess, meetVendor, takeAllAccessBack, VENDORS } from '../vendor.mjs'

export const needs = 'FLOWVAULT_VENDOR'

export async function journey({ browser, open, tenant }) {
  const walk = { tenant: `${tenant}-oauth`, secret: canary(), found: [] }
  const { page } = await open(browser, { vendors: VENDORS })
  await meetVendor(page)
  await signIn(page)
  await enterTenant(page, walk.tenant)

  await registerInPlace(page, walk)
  await sayNoThenYes(page, walk)
  await loseAccessAndConnectAgain(page, walk)
  await connectAnotherAccount(page)
  await grantMore(page, walk)
  await repairTheClient(page, walk)
  deepEqual(walk.found, [])
}

const look = async (page, walk, name) => walk.found.push(...(await seriousInBothSchemes(page, name)))
const notice = (page, title) => page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: title })
const state = (page, name, words) => row(page, name).getByRole('button', { name: `${words}: status of ${name}`, exact: true })

async function registerInPlace(page, walk) {
  await addUpToCredentials(page, 'OAuth 2', 'Acme CRM')
  const form = dialog(page).getByRole('form', { name: 'OAuth client for OAuth 2' })
  const redirect = await form.getByRole('textbox', { name: 'Redirect URL' }).inputValue()
  equal(redirect, new URL('/oauth/callback', page.url()).href)
  const submit = form.getByRole('button', { name: 'Save and connect with OAuth 2' })
  await submit.click()
  await form.getByText('Required').first().waitFor()
  await look(page, walk, 'registration')

  await form.getByRole('textbox', { name: 'Authorization URL' }).fill(ACME.authorize_url)
  await form.getByRole('textbox', { name: 'Token URL' }).fill(ACME.token_url)
  await form.getByRole('textbox', { name: 'API URL' }).fill(ACME.base_url)
  await form.getByRole('textbox', { name: 'User info URL' }).fill(ACME.userinfo_url)
  await form.getByRole('textbox', { name: 'Client ID' }).fill('flowvault-tests')
  const secret = form.getByRole('textbox', { name: 'Client secret' })
  equal(await secret.getAttribute('type'), 'password', 'a secret is masked')
  await secret.fill(walk.secret)
  await form.getByRole('button', { name: 'Advanced' }).last().click()
  await form.getByRole('textbox', { name: 'More scopes' }).fill('openid crm')
  await submit.click()
}

async function sayNoThenYes(page, walk) {
  await page.getByRole('heading', { name: 'Acme asks' }).waitFor()
  await page.getByText('openid crm').waitFor()
  await page.getByRole('link', { name: 'Deny' }).click()
  await page.getByRole('heading', { name: 'Access was not granted' }).waitFor()
  await page.getByRole('link', { name: 'Back to the vault' }).click()

  await notice(page, '“Acme CRM” was not connected').waitFor()
  await state(page, 'Acme CRM', 'Missing credentials').waitFor()
  await look(page, walk, 'not connected')
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await agreeAs(page, 'ada')

  await notice(page, '“Acme CRM” is connected').getByText('ada@acme.example').waitFor()
  await state(page, 'Acme CRM', 'Ready').waitFor()
  equal(new URL(page.url()).search, '', 'a reload does not say it again')
  await look(page, walk, 'connected')
  equal(await page.getByRole('row', { name: /Acme CRM/ }).count(), 1, 'whoever tries again makes no second one')
}

async function loseAccessAndConnectAgain(page, walk) {
  const connection = await connectionNamed(page, walk, 'Acme CRM')
  walk.flow = await flowWith(page, walk, {
    type: 'OAUTH2',
    action: 'SEND_REQUEST',
    params: { connection_id: connection.id, path: '/things' },
  })
  equal(await run(page, walk), 200)
  await takeAllAccessBack()
  equal(await run(page, walk), 401)
  await page.reload()

  await state(page, 'Acme CRM', 'Reconnect required').click()
  await dialog(page).getByText('access was taken back').waitFor()
  await dialog(page).getByText('An editor: connect again').waitFor()
  await look(page, walk, 'status')
  await dialog(page).getByRole('button', { name: 'Connect again' }).click()
  await agreeAs(page, 'ada')
  await state(page, 'Acme CRM', 'Ready').waitFor()
  equal(await run(page, walk), 200)
}

async function connectAnotherAccount(page) {
  await fromRowMenu(page, 'Acme CRM', 'Reconnect')
  await dialog(page).getByRole('button', { name: 'Connect again' }).click()
  await agreeAs(page, 'bob')
  await page.getByRole('heading', { name: 'That is another account' }).waitFor()
  await page.getByRole('link', { name: 'Back to the vault' }).click()

  await notice(page, '“Acme CRM” was not connected').getByText('keeps working').waitFor()
  await state(page, 'Acme CRM', 'Ready').waitFor()
  await row(page, 'Acme CRM').getByText('ada@acme.example').waitFor()
  await page.getByRole('button', { name: 'Try again, another account is fine' }).click()
  await agreeAs(page, 'bob')
  await notice(page, '“Acme CRM” is connected').getByText('bob@acme.example').waitFor()
  await row(page, 'Acme CRM').getByText('bob@acme.example').waitFor()

  // The same yes can be said beforehand.
  await fromRowMenu(page, 'Acme CRM', 'Reconnect')
  await dialog(page).getByRole('checkbox', { name: 'Another account is fine' }).click()
  await dialog(page).getByRole('button', { name: 'Connect again' }).click()
  await agreeAs(page, 'ada')
  await row(page, 'Acme CRM').getByText('ada@acme.example').waitFor()
}

async function grantMore(page, walk) {
  await api(page, walk.tenant, 'PUT', '/flows/vault/oauth-clients/GOOGLE_SHEETS', { client_id: 'sheets', client_secret: walk.secret })
  await page.reload()
  await addUpToCredentials(page, 'Google Sheets', 'Team sheet')
  await dialog(page).getByRole('list', { name: 'Scopes asked for' }).getByText('email').waitFor()
  await look(page, walk, 'consent')
  await dialog(page).getByRole('button', { name: 'Connect with Google Sheets' }).click()
  await agreeAs(page, 'ada')
  await state(page, 'Team sheet', 'Ready').waitFor()

  const connection = await connectionNamed(page, walk, 'Team sheet')
  await flowWith(page, walk, {
    type: 'GOOGLE_SHEETS',
    action: 'ADD_ROW',
    params: { connection_id: connection.id, spreadsheet_id: 'book', values: ['a'] },
  })
  await page.reload()
  await state(page, 'Team sheet', 'Permissions missing').click()
  const missing = dialog(page).getByRole('list', { name: 'Scopes missing' })
  match(await missing.innerText(), /auth\/spreadsheets/)
  await look(page, walk, 'scopes')
  await dialog(page).getByRole('button', { name: 'Grant more' }).click()
  await page.getByRole('heading', { name: 'Acme asks' }).waitFor()
  await page.getByText('auth/spreadsheets').waitFor()
  await agreeAs(page, 'ada')
  await state(page, 'Team sheet', 'Ready').waitFor()
}

async function repairTheClient(page, walk) {
  const client = page.locator('tr[data-oauth-client="OAUTH2"]')
  const edit = async secret => {
    await openFromTenantMenu(page, 'Settings')
    await client.getByRole('button', { name: 'Actions for the OAuth client of OAuth 2' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    equal(await dialog(page).getByRole('textbox', { name: 'Client ID' }).inputValue(), 'flowvault-tests')
    equal(await dialog(page).getByRole('textbox', { name: 'Client secret' }).inputValue(), '', 'no stored value is shown')
    await dialog(page).getByRole('textbox', { name: 'Client secret' }).fill(secret)
    await dialog(page).getByRole('button', { name: 'Save OAuth client' }).click()
    await dialog(page).waitFor({ state: 'detached' })
  }
  await edit(`wrong-${walk.secret}`)
  await endPresentAccess()
  equal(await run(page, walk), 401)
  await page.reload()
  await client.getByText('no such client').waitFor()
  await look(page, walk, 'settings')
  await openFromTenantMenu(page, 'Vault')
  await state(page, 'Acme CRM', 'Misconfigured').click()
  await dialog(page).getByText('Whoever registered the OAuth client').waitFor()
  await page.keyboard.press('Escape')

  await edit(walk.secret)
  await client.getByText('Registered').waitFor()
  // The request that finds the access ended is not repeated, but it has the access renewed.
  await run(page, walk)
  equal(await run(page, walk), 200)
  await openFromTenantMenu(page, 'Vault')
  await state(page, 'Acme CRM', 'Ready').waitFor()

  await openFromTenantMenu(page, 'Settings')
  await client.getByRole('button', { name: 'Actions for the OAuth client of OAuth 2' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog(page).getByText('There is 1 OAuth 2 connection').waitFor()
  await look(page, walk, 'delete client')
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
}

async function connectionNamed(page, walk, name) {
  const all = await api(page, walk.tenant, 'GET', '/flows/vault/connections?per_page=100')
  return all.find(connection => connection.name === name)
}

async function flowWith(page, walk, action) {
  const actions = [{ id: 'only_one_aB3d', allow_failure: false, mask_output: false, ...action }]
  return (await api(page, walk.tenant, 'POST', '/flows', { name: `Uses ${action.type}`, actions })).id
}

/** Asks the vendor for something, and answers its status. */
async function run(page, walk) {
  const made = await api(page, walk.tenant, 'POST', `/flows/${walk.flow}/executions`, { input: {}, synchronous: true })
  return made.debug.tracing[0].output.status
}
