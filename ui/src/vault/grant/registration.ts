// What a person typed to register an OAuth client, on its way to the server: one form for what every registration has
// and for what the integration wants to know beside that.
import type { Registration } from '../../api/oauth_clients'
import type { Grant, JsonSchema, OauthClient } from '../../api/types'
import { labelOf, type Values } from '../../form/values'

/** Keeps the integration's own members apart from ours in one flat form. */
const PARAMS = 'params.'

const OWN: Record<string, JsonSchema> = {
  client_id: { type: 'string', title: 'Client ID' },
  client_secret: { type: 'string', title: 'Client secret', secret: true },
}

const MORE_SCOPES: JsonSchema = {
  type: 'string',
  title: 'More scopes',
  description: 'Asked for beside what the flows need. Separated by spaces.',
  advanced: true,
}

const NO_SECRET: JsonSchema = {
  type: 'boolean',
  title: 'This client has no secret',
  description: 'A public client, as the service may call it.',
  advanced: true,
}

/** Clients without a secret exist only where PKCE stands in for it. */
export function registrationSchema({ client, pkce }: Grant, values: Values): JsonSchema {
  const declared = Object.entries(client.properties ?? {})
  const params = declared.map(([name, schema]) => [PARAMS + name, { ...schema, title: labelOf(name, schema) }])
  const needed = (client.required ?? []).map(name => PARAMS + name)
  return {
    type: 'object',
    properties: {
      ...OWN,
      ...Object.fromEntries(params),
      scopes: MORE_SCOPES,
      ...(pkce && { has_no_secret: NO_SECRET }),
    },
    required: ['client_id', ...(values.has_no_secret === true ? [] : ['client_secret']), ...needed],
  }
}

/** What the form starts with: the stored registration without its secret, else what the catalogue proposes. */
export function startingWith(grant: Grant, client: OauthClient | undefined): Values {
  if (client) {
    const scopes = client.scopes.length > 0 ? { scopes: client.scopes.join(' ') } : {}
    return { client_id: client.client_id, ...scopes, ...withPrefix(Object.entries(client.params)) }
  }
  const declared = Object.entries(grant.client.properties ?? {})
  // What is folded away says its default itself, and stays folded.
  const proposed = declared.filter(([, schema]) => schema.default !== undefined && !schema.advanced)
  return withPrefix(proposed.map(([name, schema]) => [name, schema.default]))
}

export function registrationOf(values: Values): Registration {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '')
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  const params = filled.filter(([name]) => name.startsWith(PARAMS))
  return {
    client_id: text('client_id').trim(),
    client_secret: values.has_no_secret === true ? '' : text('client_secret'),
    scopes: text('scopes')
      .split(/[\s,]+/)
      .filter(Boolean),
    params: Object.fromEntries(params.map(([name, value]) => [name.slice(PARAMS.length), value])),
  }
}

const withPrefix = (params: [string, unknown][]): Values =>
  Object.fromEntries(params.map(([name, value]) => [PARAMS + name, value]))
