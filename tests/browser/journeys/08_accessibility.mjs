// Axe finds nothing serious on any page, light or dark.
import { deepEqual } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { enterTenant, signIn } from '../person.mjs'
import { dialog, fromRowMenu } from '../vault_page.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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

async function seriousOn(page) {
  // Evaluated by the test, which the page's content security policy does not concern.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(node => node.target.join(' ')).join(', ')} (${nodes[0].any[0]?.message ?? nodes[0].failureSummary})`)
}
