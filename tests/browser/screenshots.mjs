// Pictures of each page, light and dark, in both sizes we design for, from a tenant filled with an invented shop's things.
// Environment as for run.mjs, and FLOWVAULT_SCREENSHOTS: the folder they go to. The person must exist.
import { mkdirSync } from 'node:fs'
import { api } from './api.mjs'
import { launch, openPage } from './browser.mjs'
import { fillGranted } from './granted.mjs'
import { enterTenant, signIn } from './person.mjs'
import { fillShop } from './shop.mjs'
import { addUpToCredentials, dialog, fromRowMenu } from './vault_page.mjs'
import { meetVendor, VENDORS } from './vendor.mjs'

const url = (process.env.FLOWVAULT_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '')
const folder = process.env.FLOWVAULT_SCREENSHOTS ?? 'screenshots'
const TENANT = 'acme'
const LOOKS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 1024, height: 768, colorScheme: 'light' },
  { width: 1024, height: 768, colorScheme: 'dark' },
]

mkdirSync(folder, { recursive: true })
const browser = await launch()
const faults = new Set()
for (const look of LOOKS) {
  const one = await openPage(browser, { url, vendors: VENDORS, ...look })
  await meetVendor(one.page)
  await walk(one.page, async name => {
    await one.page.waitForLoadState('networkidle')
    await one.page.screenshot({ path: `${folder}/${name}-${look.width}-${look.colorScheme}.png`, animations: 'disabled' })
  })
  for (const fault of one.faults) faults.add(fault)
  await one.context.close()
}
await browser.close()
for (const fault of faults) console.log(fault)
process.exit(faults.size === 0 ? 0 : 1)

async function walk(page, picture) {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  await picture('sign-in')
  await signIn(page)

  await enterTenant(page, `${TENANT}-empty`)
  await page.getByText('No connections yet').waitFor()
  await picture('vault-empty')
  await page.goto(`/t/${TENANT}-empty/settings`)
  await page.getByText('No OAuth clients yet').waitFor()
  await picture('settings-empty')
  await enterTenant(page, TENANT)
  const flow = await fillShop(page, TENANT)
  await fillGranted(page, TENANT)
  await page.goto(`/t/${TENANT}/vault`)
  await page.getByText('Orders channel').waitFor()
  await page.getByText('Reconnect required').waitFor()
  await picture('vault')
  await page.getByRole('button', { name: /^Tenant menu/ }).click()
  await picture('tenant-menu')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Add Vault Connection' }).click()
  await dialog(page).getByRole('radio', { name: /^HTTP:/ }).click()
  await picture('add-1-action')
  await dialog(page).getByRole('button', { name: 'Continue' }).click()
  await picture('add-2-name')
  await dialog(page).getByRole('button', { name: 'Continue' }).click()
  await dialog(page).getByRole('radio', { name: 'API Key' }).click()
  await picture('add-3-credentials')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })

  await fromRowMenu(page, 'Billing service', 'Edit credentials')
  await picture('edit-credentials')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  await fromRowMenu(page, 'Billing service', 'Delete')
  await dialog(page).getByText('uses this connection').waitFor()
  await picture('delete')
  await page.keyboard.press('Escape')

  await granting(page, picture)

  await page.goto(`/t/${TENANT}/flows`)
  await page.getByText('Weekly report').waitFor()
  await picture('flows')
  await page.goto(`/t/${TENANT}/flows/${flow}`)
  await page.getByText('Confirm the order').waitFor()
  await picture('flow')
  await page.getByText('Confirm the order').click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
  await picture('flow-action')
  await page.getByText('Does the customer exist?').first().click()
  await page.getByText('Add comparison').waitFor()
  await picture('flow-condition')
  await page.getByRole('button', { name: 'Add an action as number 1', exact: true }).click()
  await picture('flow-palette')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('textbox', { name: 'Input' }).waitFor()
  await page.getByRole('button', { name: 'Run now' }).click()
  await page.getByRole('region', { name: 'Result of the run' }).getByRole('status').waitFor()
  await picture('flow-run')
  await page.getByText('Look the customer up').first().click()
  await page.getByRole('tab', { name: 'Last run' }).waitFor()
  await picture('flow-result')
}

async function granting(page, picture) {
  await addUpToCredentials(page, 'HubSpot', 'HubSpot marketing')
  await dialog(page).getByRole('radio', { name: 'HubSpot account' }).click()
  await dialog(page).getByRole('textbox', { name: 'Client ID' }).waitFor()
  await picture('add-3-register')
  await closeDialog(page)
  await addUpToCredentials(page, 'OAuth 2', 'Acme billing')
  await dialog(page).getByRole('button', { name: 'Connect with OAuth 2' }).waitFor()
  await picture('add-3-connect')
  await closeDialog(page)
  for (const [name, words] of [['Acme CRM', 'Reconnect required'], ['Acme support', 'Ready'], ['Team sheet', 'Permissions missing']]) {
    await page.getByRole('button', { name: `${words}: status of ${name}` }).click()
    await dialog(page).getByText('Created').waitFor()
    await picture(`status-${words.toLowerCase().replace(' ', '-')}`)
    await closeDialog(page)
  }
  await fromRowMenu(page, 'Acme support', 'Reconnect')
  await dialog(page).getByRole('checkbox').waitFor()
  await picture('reconnect')
  await closeDialog(page)

  for (const [outcome, name] of [['connected', 'Acme support'], ['not_connected', 'Acme CRM']]) {
    const all = await api(page, TENANT, 'GET', '/flows/vault/connections?per_page=100')
    const { id } = all.find(connection => connection.name === name)
    await page.goto(`/t/${TENANT}/vault?${new URLSearchParams({ [outcome]: id })}`)
    await page.getByText(`“${name}” ${outcome === 'connected' ? 'is' : 'was not'} connected`).waitFor()
    await picture(outcome)
  }

  await page.goto(`/t/${TENANT}/settings`)
  await page.getByText('Google Sheets').waitFor()
  await picture('settings')
  await page.getByRole('button', { name: 'Actions for the OAuth client of OAuth 2' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await dialog(page).getByRole('textbox', { name: 'Client ID' }).waitFor()
  await picture('edit-client')
  await closeDialog(page)
}

async function closeDialog(page) {
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
}
