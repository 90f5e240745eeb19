// A person in a real browser: follows the authorization address, signs in at the provider, agrees, and comes back.
// Arguments: the address. Prints where the browser ended and what the page said.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const [address, person] = process.argv.slice(2)

// Chromium refuses to start as root with its sandbox; the rest keeps it from calling home.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const browser = await chromium.launch({ executablePath: CHROMIUM, args: quiet })
try {
  const page = await browser.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(address)
  await page.locator('input[name=login]').fill(person)
  await page.locator('input[name=password]').fill('whatever')
  await page.locator('button[type=submit]').click()
  // The page of consent, after that of signing in.
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(url => url.pathname === '/oauth/callback' || !url.pathname.startsWith('/interaction'))
  await page.waitForLoadState('load')
  console.log(JSON.stringify({ url: page.url(), said: await page.locator('body').innerText() }))
} finally {
  await browser.close()
}
