// What people do with flows, in the words of the labels.
import { openFromTenantMenu } from './person.mjs'

export async function createFlow(page, name) {
  await openFromTenantMenu(page, 'Flows')
  await page.getByRole('button', { name: 'Create flow' }).click()
  await page.getByRole('textbox', { name: 'Flow name' }).fill(name)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('heading', { name }).waitFor()
}

export async function openFlow(page, name) {
  await openFromTenantMenu(page, 'Flows')
  await page.getByRole('link', { name, exact: true }).click()
  await page.getByText('CONTINUE').waitFor()
}

/** The + at the top of the flow, then the palette. */
export async function addFirstAction(page, label) {
  await page.getByRole('button', { name: 'Add an action as number 1', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search actions' }).fill(label)
  await page.getByRole('button', { name: label }).click()
}

export async function save(page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Unsaved changes').waitFor({ state: 'detached' })
}

/** Runs the flow and answers its status word. */
export async function run(page, input) {
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  if (input) {
    const editor = page.getByRole('textbox', { name: 'Input' })
    await editor.click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(JSON.stringify(input))
  }
  await page.getByRole('button', { name: 'Run now' }).click()
  const status = page.getByRole('region', { name: 'Result of the run' }).getByRole('status')
  await status.waitFor()
  return status.innerText()
}
