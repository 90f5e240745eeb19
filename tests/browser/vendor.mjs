// A vendor whose accounts are connected on its own page. FLOWVAULT_VENDOR is where it is played; the server under test
// reaches it there under these hosts' names, and so does the browser, which is shown its answers as if they came by TLS.
const PLAYED_AT = process.env.FLOWVAULT_VENDOR

export const VENDORS = ['login.acme.example', 'accounts.google.com']

/** What is registered for it, beside a client's id and secret. */
export const ACME = {
  authorize_url: 'https://login.acme.example/authorize',
  token_url: 'https://login.acme.example/token',
  base_url: 'https://api.acme.example',
  userinfo_url: 'https://api.acme.example/userinfo',
}

export async function meetVendor(page) {
  await page.route(
    url => VENDORS.includes(url.hostname),
    async route => {
      const { pathname, search } = new URL(route.request().url())
      if (pathname === '/favicon.ico') return route.fulfill({ status: 404 })
      const answer = await fetch(PLAYED_AT + pathname + search)
      await route.fulfill({ status: answer.status, contentType: 'text/html', body: await answer.text() })
    },
  )
}

/** On the vendor's page. */
export async function agreeAs(page, account) {
  await page.getByRole('heading', { name: 'Acme asks' }).waitFor()
  await page.getByRole('link', { name: `Allow as ${account}@acme.example` }).click()
}

export const takeAllAccessBack = () => fetch(`${PLAYED_AT}/revoke`)

/** The present access ends; it can be renewed. */
export const endPresentAccess = () => fetch(`${PLAYED_AT}/expire`)
