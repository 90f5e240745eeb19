// What people do on the Vault page and in its dialog, in the words of the labels.
import { equal } from 'node:assert/strict'
import { openFromTenantMenu } from './person.mjs'

export const dialog = page => page.getByRole('dialog')
export const row = (page, name) => page.locator(`tr[data-connection="${name}"]`)

/** Tenant menu → Vault → Add Vault Connection → select the desired action → Continue → Connection name → Continue. */
export async function addUpToCredentials(page, integration, name) {
  await openFromTenantMenu(page, 'Vault')
  await page.getByRole('button', { name: 'Add Vault Connection' }).click()
  await dialog(page).getByRole('heading', { name: 'Select the desired action' }).waitFor()
  await dialog(page).getByRole('radio', { name: new RegExp(`^${integration}:`) }).click()
  await dialog(page).getByRole('button', { name: 'Continue' }).click()
  await nameAndContinue(page, name)
}

export async function nameAndContinue(page, name) {
  const field = dialog(page).getByRole('textbox', { name: 'Connection name' })
  await field.waitFor()
  equal((await field.inputValue()) !== '', true, 'a good name is proposed')
  await field.fill(name)
  await dialog(page).getByRole('button', { name: 'Continue' }).click()
  await dialog(page).getByRole('heading', { name: 'Enter the credentials' }).waitFor()
}

export async function enterTwilio(page, { sid, token }) {
  await dialog(page).getByRole('textbox', { name: 'Account SID' }).fill(sid)
  await dialog(page).getByRole('textbox', { name: 'Auth token' }).fill(token)
}

export async function finish(page) {
  await dialog(page).getByRole('button', { name: 'Add Vault Connection' }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

export async function fromRowMenu(page, name, entry) {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

export async function editTwilio(page, name, account) {
  await fromRowMenu(page, name, 'Edit credentials')
  for (const field of await dialog(page).locator('input').all()) equal(await field.inputValue(), '', 'no stored value is shown')
  await enterTwilio(page, account)
  await dialog(page).getByRole('button', { name: 'Save credentials' }).click()
  await dialog(page).waitFor({ state: 'detached' })
}
