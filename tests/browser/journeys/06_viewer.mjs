// A viewer sees everything and can change nothing.
import { equal } from 'node:assert/strict'
import { signIn } from '../person.mjs'

export const needs = 'FLOWVAULT_VIEWER_EMAIL'

export async function journey({ page, tenant }) {
  await signIn(page, { email: process.env.FLOWVAULT_VIEWER_EMAIL, password: process.env.FLOWVAULT_VIEWER_PASSWORD })
  await page.goto(`/t/${tenant}/vault`)
  await page.getByRole('row', { name: /Billing service/ }).waitFor()
  equal(await page.getByRole('button', { name: 'Add Vault Connection' }).count(), 0)
  await page.getByRole('button', { name: 'Actions for Billing service' }).click()
  equal((await page.getByRole('menuitem').allInnerTexts()).join(), 'Status,Where used')
  await page.keyboard.press('Escape')

  await page.goto(`/t/${tenant}/flows`)
  await page.getByRole('link', { name: 'Order confirmation' }).click()
  await page.getByText('Read only').waitFor()
  for (const name of ['Save', 'Run', 'Undo']) equal(await page.getByRole('button', { name, exact: true }).count(), 0)
  equal(await page.getByRole('button', { name: /^Add an action/ }).count(), 0)
  await page.getByRole('button', { name: /^Send SMS with Twilio/ }).first().click()
  equal(await page.getByRole('textbox', { name: 'From' }).isEditable(), false)
}
