// The person at the keyboard: first set-up, sign-in, and the menus everybody walks through.
export const OWNER = {
  email: process.env.FLOWVAULT_EMAIL ?? 'ada@example.com',
  password: process.env.FLOWVAULT_PASSWORD ?? 'correct horse battery',
}

export async function signIn(page, person = OWNER) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'))
}

/** Enters the tenant of the tests, which is made on the first visit. */
export async function enterTenant(page, name) {
  const session = await page.evaluate(async () => (await fetch('/api/v2/flowvault/session')).json())
  if (!session.tenants.some(tenant => tenant.name === name)) {
    await page.evaluate(
      name =>
        fetch('/api/v2/flowvault/tenants', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) }),
      name,
    )
  }
  await page.goto(`/t/${name}/vault`)
  await page.getByRole('heading', { name: 'Vault' }).waitFor()
}

export async function openFromTenantMenu(page, entry) {
  await page.getByRole('button', { name: /^Tenant menu/ }).click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}
