// Flows → a flow → add Send SMS with Twilio → Vault connection + → name → Continue → credentials → Add Vault Connection →
// it is selected → Save → Run. Then the credentials change on the Vault page, and the next run uses the new ones.
import { deepEqual, equal } from 'node:assert/strict'
import { canary } from '../canary.mjs'
import { addFirstAction, createFlow, openFlow, run, save } from '../flow_page.mjs'
import { enterTenant, openFromTenantMenu, signIn } from '../person.mjs'
import { isTwilioHere, lastMessage, newAccount } from '../twilio.mjs'
import { editTwilio, enterTwilio, finish, nameAndContinue } from '../vault_page.mjs'

const INPUT = { fields: { phone: '+15550199', order: 42 }, context: {}, vars: {} }

export async function journey({ page, tenant }) {
  await signIn(page)
  await enterTenant(page, tenant)
  const first = newAccount(canary())
  const second = newAccount(canary())

  await createFlow(page, 'Order confirmation')
  await addFirstAction(page, 'Send SMS with Twilio')
  await page.getByRole('button', { name: 'New connection' }).click()
  await nameAndContinue(page, 'Twilio shop')
  await enterTwilio(page, first)
  await finish(page)
  equal(await page.getByRole('combobox', { name: 'Vault connection' }).inputValue(), 'Twilio shop')

  await page.getByRole('textbox', { name: 'From' }).fill('+15550100')
  await page.getByRole('textbox', { name: 'To' }).fill('{{fields.phone}}')
  await page.getByRole('textbox', { name: 'Message' }).fill('Order {{fields.order}} is on its way')
  await save(page)
  equal(await run(page, INPUT), 'COMPLETED')
  if (isTwilioHere) {
    deepEqual(await lastMessage(), { ...first, From: '+15550100', To: '+15550199', Body: 'Order 42 is on its way' })
  }

  await page.getByRole('button', { name: /^Send SMS with Twilio/ }).first().click()
  await page.getByRole('tab', { name: 'Last run' }).waitFor()

  await openFromTenantMenu(page, 'Vault')
  await editTwilio(page, 'Twilio shop', second)
  await openFlow(page, 'Order confirmation')
  equal(await run(page, INPUT), 'COMPLETED')
  if (isTwilioHere) equal((await lastMessage()).token, second.token)
}
