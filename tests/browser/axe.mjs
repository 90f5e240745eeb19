// What axe finds on a page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious faults, a line each. */
export async function seriousOn(page) {
  // Evaluated by the test, which the page's content security policy does not concern.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(node => node.target.join(' ')).join(', ')} (${nodes[0].any[0]?.message ?? nodes[0].failureSummary})`)
}

/** The same, light and dark. For pages that follow the system's scheme. */
export async function seriousInBothSchemes(page, name) {
  const found = []
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    found.push(...(await seriousOn(page)).map(fault => `${colorScheme} ${name}: ${fault}`))
  }
  return found
}
