// What is in one tenant is not in another, neither on the page nor behind its calls.
import { equal } from 'node:assert/strict'
import { api } from '../api.mjs'
import { enterTenant, openFromTenantMenu, signIn } from '../person.mjs'

export async function journey({ page, tenant }) {
  const other = `${tenant}-other`
  await signIn(page)
  await enterTenant(page, tenant)
  const connection = await api(page, tenant, 'POST', '/flows/vault/connections', { app_id: 'HTTP', name: 'Only here' })
  await page.reload()
  await page.getByText('Only here').waitFor()

  await enterTenant(page, other)
  await page.getByText('No connections yet').waitFor()
  const refused = await page.evaluate(
    async ([other, id]) => (await fetch(`/api/v2/flows/vault/connections/${id}`, { headers: { 'x-flowvault-tenant': other } })).status,
    [other, connection.id],
  )
  equal(refused, 404)

  await openFromTenantMenu(page, tenant)
  await page.getByText('Only here').waitFor()
  await page.goBack()
  await page.getByText('No connections yet').waitFor()

  await page.goto('/t/nobody-has-this/vault')
  await page.getByText('No tenant').waitFor()
}
