// What is known of a way to a vendor's page when the browser is back: from the address, else from the tab's memory.
// Anybody can write an address: its words are quoted, never believed.
import type { Journey } from './journey'

export interface CameBack {
  /** Id of a connection that was granted. */
  connected?: string
  /** Id of a connection that was not. */
  not_connected?: string
  reason?: string
}

const LONGEST_REASON = 500

export function cameBack(search: Record<string, unknown>): CameBack {
  const id = (value: unknown) => (typeof value === 'string' && /^\w{1,60}$/.test(value) ? value : undefined)
  const connected = id(search.connected)
  if (connected) return { connected }
  const notConnected = id(search.not_connected)
  if (!notConnected) return {}
  const reason = typeof search.reason === 'string' ? search.reason.slice(0, LONGEST_REASON) : undefined
  return { not_connected: notConnected, ...(reason && { reason }) }
}

export interface News {
  /** Id of the connection it is about. */
  about: string
  outcome: 'connected' | 'not connected' | { unlessUpdatedSince: string }
  reason?: string
}

/** The address knows more than the tab. */
export function newsOf({ connected, not_connected, reason }: CameBack, journey: Journey | undefined): News | undefined {
  if (connected) return { about: connected, outcome: 'connected' }
  if (not_connected) return { about: not_connected, outcome: 'not connected', reason }
  return journey && { about: journey.connection, outcome: { unlessUpdatedSince: journey.left } }
}

/** A connection that has changed since the person left was granted, whatever way they came back. */
export const isConnected = ({ outcome }: News, connection: { updated_at: string }): boolean =>
  typeof outcome === 'object' ? connection.updated_at !== outcome.unlessUpdatedSince : outcome === 'connected'
