// Axe finds nothing serious on any page, light or dark.
import { deepEqual } from 'node:assert/strict'
import { seriousOn } from '../axe.mjs'
import { enterTenant, signIn } from '../person.mjs'
import { dialog, fromRowMenu } from '../vault_page.mjs'

export async function journey({ browser, open, tenant }) {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await open(browser, { colorScheme })
    const found = []
    const look = async name => found.push(...(await seriousOn(page)).map(fault => `${colorScheme} ${name}: ${fault}`))

    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await look('sign-in')
    await signIn(page)
    await enterTenant(page, tenant)
    await page.getByRole('row', { name: /Billing service/ }).waitFor()
    await look('Vault')
    await page.getByRole('button', { name: 'Add Vault Connection' }).click()
    await dialog(page).getByRole('radio', { name: /^HTTP:/ }).click()
    await look('first step')
    await dialog(page).getByRole('button', { name: 'Continue' }).click()
    await look('second step')
    await dialog(page).getByRole('button', { name: 'Continue' }).click()
    await dialog(page).getByRole('button', { name: 'Add Vault Connection' }).click()
    await look('third step')
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Actions for Billing service' }).click()
    await look('row menu')
    await page.getByRole('menuitem', { name: 'Edit credentials' }).click()
    await look('edit credentials')
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    await fromRowMenu(page, 'Billing service', 'Delete')
    await look('delete')
    await page.goto(`/t/${tenant}/flows`)
    await page.getByRole('link', { name: 'Order confirmation' }).waitFor()
    await look('flows')
    await page.getByRole('link', { name: 'Order confirmation' }).click()
    await page.getByRole('button', { name: /^Send SMS with Twilio/ }).first().click()
    await look('flow')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByRole('textbox', { name: 'Input' }).waitFor()
    await look('run')
    deepEqual(found, [])
  }
}
