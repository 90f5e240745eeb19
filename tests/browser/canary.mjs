// Secrets that are easy to recognise, and the search for them everywhere a browser could keep or show one.
const planted = []

export function canary() {
  const secret = `canary-${crypto.randomUUID()}`
  planted.push(secret)
  return secret
}

/** Answers where a planted secret was found; empty when nowhere. */
export async function leaks(page, answers) {
  // A page that was never used has no storage to look into.
  if (page.url() === 'about:blank') return []
  const places = {
    'an answer of the server': await answers(),
    'the page': await page.content(),
    'a field of the page': await page.evaluate(() => [...document.querySelectorAll('input, textarea')].map(field => field.value).join('\n')),
    'the browser’s storage': await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])),
    'the address': page.url(),
  }
  const found = Object.entries(places).filter(([, text]) => planted.some(secret => text.includes(secret)))
  return found.map(([place]) => place)
}
