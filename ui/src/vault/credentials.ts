// What a person typed as credentials, on its way to become a setup.
import type { Connection, Integration, Setup, SetupValues } from '../api/types'
import type { Values } from '../form/values'

/** The setup as the server wants it: without what was left empty. */
export function setupOf(setup: Setup, values: Values): SetupValues {
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return { type: setup.type, ...Object.fromEntries(filled) }
}

/** Values to start from: only what the catalogue proposes. */
export function startingValues(setup: Setup): Values {
  const declared = Object.entries(setup.schema.properties ?? {})
  return Object.fromEntries(
    declared.filter(([, schema]) => schema.default !== undefined).map(([name, schema]) => [name, schema.default]),
  )
}

/** HTTP's account names tell which kind of setup stands behind them; a stored setup itself is never shown to anyone. */
const TYPE_BY_ACCOUNT: readonly [start: string, type: string][] = [
  ['Bearer ', 'BEARER'],
  ['Client Credentials ', 'OAUTH_CLIENT_CREDENTIALS'],
  ['Basic ', 'BASIC_AUTH'],
  ['Header ', 'API_KEY'],
  ['Query ', 'API_KEY'],
]

export function likelySetup(integration: Integration, connection: Pick<Connection, 'account_name'>): Setup | undefined {
  const type = TYPE_BY_ACCOUNT.find(([start]) => connection.account_name?.startsWith(start))?.[1]
  return integration.setups.find(setup => setup.type === type) ?? integration.setups[0]
}
