// Remembers, in this tab alone, which connection a person set out to grant: the vendor's page may lead them back
// without a word. An id and a time, nothing of what is granted.
const KEY = 'flowvault.journey'
/** Longer than the server lets anybody take. */
const GOOD_FOR = 15 * 60_000

export interface Journey {
  tenant: string
  connection: string
  /** The connection's `updated_at` when the person left. */
  left: string
}

export function setOut(journey: Journey, now: number) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...journey, at: now }))
  } catch {
    // Storage may be switched off: then only the address tells what became of it.
  }
}

export function forgetJourney() {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // See above.
  }
}

/** The way that was begun from this tenant, once. */
export function takeJourney(tenant: string, now: number): Journey | undefined {
  let text: string | null = null
  try {
    text = sessionStorage.getItem(KEY)
  } catch {
    // See above.
  }
  const journey = text === null ? undefined : journeyIn(text, now)
  if (journey?.tenant !== tenant) return undefined
  forgetJourney()
  return journey
}

export function journeyIn(text: string, now: number): Journey | undefined {
  try {
    const { tenant, connection, left, at } = JSON.parse(text) as Record<string, unknown>
    const isWhole = typeof tenant === 'string' && typeof connection === 'string' && typeof left === 'string'
    return isWhole && typeof at === 'number' && now - at < GOOD_FOR ? { tenant, connection, left } : undefined
  } catch {
    return undefined
  }
}
