// Connections as the Vault page shows them: by integration, filtered by what was searched for.
import type { Connection } from '../api/types'

export interface ConnectionGroup {
  appId: string
  name: string
  connections: Connection[]
}

/** `nameOf` gives the integration's name; it is searched too. */
export function groupByIntegration(
  connections: readonly Connection[],
  search: string,
  nameOf: (appId: string) => string,
): ConnectionGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, ConnectionGroup>()
  for (const connection of connections) {
    const name = nameOf(connection.app_id)
    const text = `${connection.name} ${connection.account_name ?? ''} ${name} ${connection.id}`.toLowerCase()
    if (!words.every(word => text.includes(word))) continue
    const group = groups.get(connection.app_id) ?? { appId: connection.app_id, name, connections: [] }
    group.connections.push(connection)
    groups.set(connection.app_id, group)
  }
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en', { numeric: true })
  for (const group of groups.values()) group.connections.sort(byName)
  return [...groups.values()].sort(byName)
}

/** A name no other connection has: "Twilio", then "Twilio 2". */
export function unusedName(integration: string, connections: readonly Connection[]): string {
  const taken = new Set(connections.map(connection => connection.name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? integration : `${integration} ${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
