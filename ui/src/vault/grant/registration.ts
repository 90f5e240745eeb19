// What a person typed to register an OAuth client, on its way to the server.
import type { Registration } from '../../api/oauth_clients'
import type { Grant, JsonSchema, OauthClient } from '../../api/types'
import { type Problems, problemsOf } from '../../form/problems'
import type { Values } from '../../form/values'

export interface Typed {
  own: Values
  /** What the integration wants to know beside that. */
  params: Values
}

/** What every registration has, whatever the vendor. Clients without a secret exist only where PKCE stands in for it. */
export function ownSchema(grant: Pick<Grant, 'pkce'>, own: Values): JsonSchema {
  const properties: Record<string, JsonSchema> = {
    client_id: { type: 'string', title: 'Client ID', maxLength: 1000 },
    client_secret: { type: 'string', title: 'Client secret', secret: true, maxLength: 10_000 },
    scopes: {
      type: 'string',
      title: 'More scopes',
      description: 'Asked for beside what the flows need. Separated by spaces.',
      advanced: true,
    },
  }
  if (grant.pkce) properties.has_no_secret = NO_SECRET
  const required = own.has_no_secret === true ? ['client_id'] : ['client_id', 'client_secret']
  return { type: 'object', properties, required }
}

const NO_SECRET: JsonSchema = {
  type: 'boolean',
  title: 'This client has no secret',
  description: 'A public client, as the service may call it.',
  advanced: true,
}

/** What the form starts with: the stored registration without its secret, else what the catalogue proposes. */
export function startingWith(grant: Grant, client: OauthClient | undefined): Typed {
  if (client) {
    const scopes = client.scopes.length > 0 ? { scopes: client.scopes.join(' ') } : {}
    return { own: { client_id: client.client_id, ...scopes }, params: client.params }
  }
  const declared = Object.entries(grant.client.properties ?? {})
  const proposed = declared.filter(([, schema]) => schema.default !== undefined)
  return { own: {}, params: Object.fromEntries(proposed.map(([name, schema]) => [name, schema.default])) }
}

export function registrationProblems(grant: Grant, { own, params }: Typed): Problems {
  const strictness = { templates: false }
  const inParams = problemsOf(grant.client, params, strictness)
  return new Map([
    ...problemsOf(ownSchema(grant, own), own, strictness),
    ...[...inParams].map(([path, problem]): [string, string] => [`params.${path}`, problem]),
  ])
}

export function registrationOf({ own, params }: Typed): Registration {
  const text = (name: string) => (typeof own[name] === 'string' ? own[name] : '')
  const filled = Object.entries(params).filter(([, value]) => value !== undefined && value !== '')
  return {
    client_id: text('client_id').trim(),
    client_secret: own.has_no_secret === true ? '' : text('client_secret'),
    scopes: text('scopes').split(/[\s,]+/).filter(Boolean),
    params: Object.fromEntries(filled),
  }
}
