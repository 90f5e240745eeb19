// Nothing is lost by accident: leaving asks, undo undoes, and what was not edited is saved letter for letter.
import { equal } from 'node:assert/strict'
import { api } from '../api.mjs'
import { save } from '../flow_page.mjs'
import { enterTenant, openFromTenantMenu, signIn } from '../person.mjs'

const ODD = '{"id":"map_value_aB3d","type":"FLOW","action":"MAP_VALUE","params":{"input":"{{fields.n}}","cases":{"2":1.0,"1":"\\u00e9"}},"allow_failure":false}'
const PLAIN = '{"id":"error_message_Qw3r","type":"FLOW","action":"ERROR_MESSAGE","params":{"message":"No"},"allow_failure":false,"mask_output":false}'

export async function journey({ page, tenant }) {
  await signIn(page)
  await enterTenant(page, tenant)
  const flow = await api(page, tenant, 'POST', '/flows', { name: 'Written elsewhere' })
  await sendText(page, tenant, flow.id, `{"actions":[${ODD},${PLAIN}]}`)

  await page.goto(`/t/${tenant}/flows/${flow.id}`)
  await page.getByText('error_message_Qw3r').click()
  await page.getByRole('textbox', { name: 'Message' }).fill('Not today')
  await openFromTenantMenu(page, 'Vault')
  await page.getByRole('dialog').getByText('unsaved changes').waitFor()
  await page.getByRole('button', { name: 'Stay' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  equal(await page.getByRole('textbox', { name: 'Message' }).inputValue(), 'No')
  await page.getByRole('button', { name: 'Redo' }).click()
  await save(page)

  const text = await page.evaluate(
    async ([tenant, id]) => (await fetch(`/api/v2/flows/${id}`, { headers: { 'x-flowvault-tenant': tenant } })).text(),
    [tenant, flow.id],
  )
  equal(text.includes(ODD), true, `kept letter for letter: ${text}`)
  equal(text.includes(PLAIN.replace('"No"', '"Not today"')), true, text)
}

const sendText = (page, tenant, id, body) =>
  page.evaluate(
    ([tenant, id, body]) =>
      fetch(`/api/v2/flows/${id}`, { method: 'PATCH', headers: { 'content-type': 'application/json', 'x-flowvault-tenant': tenant }, body }),
    [tenant, id, body],
  )
