// Starts a browser and opens pages that report every fault the console would show to nobody:
// exceptions, errors on its log, refusals of the content security policy, requests to foreign origins.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

export function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    // Chromium refuses to start as root with its sandbox; the rest keeps it from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/**
 * A page in a profile of its own. `faults` fills while it is used. `vendors` are the hosts it may also go to: whoever
 * opens it says who answers there.
 */
export async function openPage(browser, { url, width = 1440, height = 900, colorScheme = 'light', vendors = [] }) {
  const context = await browser.newContext({ baseURL: url, viewport: { width, height }, colorScheme, ignoreHTTPSErrors: true, reducedMotion: 'reduce' })
  await context.grantPermissions([])
  const page = await context.newPage()
  page.setDefaultTimeout(Number(process.env.FLOWVAULT_TIMEOUT ?? 10_000))
  const faults = []
  const responses = []
  page.on('pageerror', error => faults.push(`exception: ${error.message}`))
  page.on('console', message => {
    // A refused sign-in or check is an answer the console shows, not a fault of the page.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`log: ${message.text()}`)
  })
  page.on('request', request => {
    const isOwn = request.url().startsWith(url) || request.url().startsWith('data:')
    if (!isOwn && !vendors.includes(new URL(request.url()).hostname)) faults.push(`foreign request: ${request.url()}`)
  })
  page.on('response', response => {
    if (response.url().includes('/api/')) responses.push(response.text().catch(() => ''))
  })
  /** Everything the API ever answered to this page. */
  const answers = async () => (await Promise.all(responses)).join('\n')
  return { page, context, faults, answers }
}
