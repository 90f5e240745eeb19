// Walks every journey through the console of a running server, in order: later ones meet what earlier ones left.
//   FLOWVAULT_URL            where the console is served, e.g. http://127.0.0.1:8080
//   FLOWVAULT_SETUP_LINK     the one-time link of a fresh server; without it the person below must exist
//   FLOWVAULT_EMAIL, FLOWVAULT_PASSWORD                 the owner
//   FLOWVAULT_VIEWER_EMAIL, FLOWVAULT_VIEWER_PASSWORD   a viewer of the tenant; without them that journey is skipped
//   FLOWVAULT_TENANT         tenant to work in; it is made when it does not exist
//   FLOWVAULT_TWILIO         where the Twilio stand-in tells what it received (see twilio.mjs)
//   FLOWVAULT_VENDOR         where the vendor with accounts is played (see vendor.mjs)
//   CHROMIUM                 the browser, when it is not in its usual place
// Arguments: parts of journeys' names, to walk only those. `run.mjs 01` first: a server on which anybody was made by its
// command line is not fresh any more.
import { readdirSync } from 'node:fs'
import { launch, openPage } from './browser.mjs'
import { leaks } from './canary.mjs'

const url = (process.env.FLOWVAULT_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '')
const tenant = process.env.FLOWVAULT_TENANT ?? 'browser-tests'
const chosen = process.argv.slice(2)
const names = readdirSync(new URL('./journeys/', import.meta.url))
  .filter(name => name.endsWith('.mjs') && (chosen.length === 0 || chosen.some(part => name.includes(part))))
  .sort()

const browser = await launch()
let failed = 0
for (const name of names) {
  const { journey, needs } = await import(`./journeys/${name}`)
  if (needs && !process.env[needs]) {
    console.log(`skip  ${name} (${needs} is not set)`)
    continue
  }
  const opened = []
  const open = async (browser, options = {}) => {
    const one = await openPage(browser, { url, ...options })
    opened.push(one)
    return one
  }
  const started = performance.now()
  try {
    const { page } = await open(browser)
    await journey({ page, browser, open, tenant })
    for (const one of opened) {
      const found = [...one.faults, ...(await leaks(one.page, one.answers)).map(place => `a secret was found in ${place}`)]
      if (found.length > 0) throw new Error([...new Set(found)].join('\n'))
    }
    console.log(`ok    ${name} (${Math.round(performance.now() - started)} ms)`)
  } catch (error) {
    failed++
    console.log(`FAIL  ${name}\n${error.stack}`)
    for (const [index, one] of opened.entries()) {
      if (one.faults.length > 0) console.log(`      seen meanwhile: ${one.faults.join('\n      ')}`)
      await one.page.screenshot({ path: `/tmp/flowvault-failed-${name}-${index}.png` }).catch(() => {})
    }
    console.log(`      pictures: /tmp/flowvault-failed-${name}-*.png`)
  }
  for (const one of opened) await one.context.close()
}
await browser.close()
process.exit(failed === 0 ? 0 : 1)
