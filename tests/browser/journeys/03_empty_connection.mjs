// The same steps ending in "Create an empty connection": orange until it is filled, and flows that use it work at once.
import { equal, match } from 'node:assert/strict'
import { canary } from '../canary.mjs'
import { addFirstAction, createFlow, openFlow, run, save } from '../flow_page.mjs'
import { enterTenant, openFromTenantMenu, signIn } from '../person.mjs'
import { isTwilioHere, lastMessage, newAccount } from '../twilio.mjs'
import { addUpToCredentials, dialog, editTwilio, fromRowMenu, row } from '../vault_page.mjs'

export async function journey({ page, tenant }) {
  await signIn(page)
  await enterTenant(page, tenant)

  await addUpToCredentials(page, 'Twilio', 'Twilio for later')
  await dialog(page).getByRole('button', { name: 'Create an empty connection' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  await row(page, 'Twilio for later').getByText('Missing credentials').waitFor()

  await createFlow(page, 'Waits for credentials')
  await addFirstAction(page, 'Send SMS with Twilio')
  await page.getByRole('combobox', { name: 'Vault connection' }).click()
  await page.getByRole('option', { name: /Twilio for later/ }).click()
  await page.getByRole('textbox', { name: 'From' }).fill('+15550100')
  await page.getByRole('textbox', { name: 'To' }).fill('+15550199')
  await page.getByRole('textbox', { name: 'Message' }).fill('Hello')
  await save(page)
  equal(await run(page), 'FAILED')

  await openFromTenantMenu(page, 'Vault')
  await fromRowMenu(page, 'Twilio for later', 'Where used')
  await dialog(page).getByRole('link', { name: 'Waits for credentials' }).waitFor()
  await page.keyboard.press('Escape')

  const account = newAccount(canary())
  await editTwilio(page, 'Twilio for later', account)
  await row(page, 'Twilio for later').getByText('Ready').waitFor()

  await openFlow(page, 'Waits for credentials')
  equal(await run(page), 'COMPLETED')
  if (isTwilioHere) match((await lastMessage()).token, new RegExp(account.token))

  // Deleting it names the flow that it would break.
  await openFromTenantMenu(page, 'Vault')
  await fromRowMenu(page, 'Twilio for later', 'Delete')
  await dialog(page).getByText('1 flow uses this connection').waitFor()
  await dialog(page).getByRole('link', { name: 'Waits for credentials' }).waitFor()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
}
