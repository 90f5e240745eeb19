// Tenant menu → Vault → Add Vault Connection → select the desired action → Continue → Connection name → Continue →
// enter the credentials → Add Vault Connection.
import { equal } from 'node:assert/strict'
import { canary } from '../canary.mjs'
import { enterTenant, signIn } from '../person.mjs'
import { addUpToCredentials, dialog, finish, row } from '../vault_page.mjs'

export async function journey({ page, tenant }) {
  await signIn(page)
  await enterTenant(page, tenant)

  await addUpToCredentials(page, 'HTTP', 'Billing service')
  for (const type of ['Bearer Token', 'OAuth Client Credentials', 'Basic Authentication', 'API Key']) {
    await dialog(page).getByRole('radio', { name: type, exact: true }).waitFor()
  }
  await dialog(page).getByRole('radio', { name: 'Bearer Token' }).click()
  const token = dialog(page).getByRole('textbox', { name: 'Bearer token' })
  equal(await token.getAttribute('type'), 'password', 'a secret is masked')
  await token.fill(canary())
  await finish(page)
  await row(page, 'Billing service').getByText('Ready').waitFor()

  // The page is the same after a reload, and the proposed name is one that is free.
  await page.reload()
  await row(page, 'Billing service').waitFor()
  await page.getByRole('button', { name: 'Add Vault Connection' }).click()
  await dialog(page).getByRole('radio', { name: /^HTTP:/ }).click()
  await dialog(page).getByRole('button', { name: 'Continue' }).click()
  equal(await dialog(page).getByRole('textbox', { name: 'Connection name' }).inputValue(), 'HTTP')
}
