// The shapes on the wire, one name per thing, as the rest of the console knows them. Those that the API's description
// leaves open (actions, what the catalogue declares, the record of a run) are spelled out here.
import type { components } from './schema'

type Schemas = components['schemas']

export type Tenant = Pick<Schemas['TenantView'], 'id' | 'name'>

export type Session = Schemas['SessionView']

export type Connection = Schemas['ConnectionView']

export type FlowSummary = Schemas['FlowSummary']

/** What the vendor said about a credential, before or after it was saved. */
export type Check = Schemas['Check']

/** How a connection is kept fresh, and who must act if it is not. */
export type Status = Schemas['StatusView']

export type OauthClient = Omit<Schemas['OauthClientView'], 'params'> & { params: Record<string, unknown> }

export interface JsonSchema {
  type?: string | string[]
  title?: string
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  enum?: unknown[]
  oneOf?: JsonSchema[]
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  pattern?: string
  format?: string
  secret?: boolean
  advanced?: boolean
  'x-kind'?: 'text' | 'actions' | 'condition' | 'json'
}

/** What a registration at the service needs to know, and what connections ask for. */
export type Grant = Omit<Schemas['OauthView'], 'client'> & { client: JsonSchema }

export type Setup = Omit<Schemas['SetupView'], 'method' | 'schema' | 'oauth'> & {
  method: 'form' | 'authorization_code'
  schema: JsonSchema
  /** With the method `authorization_code` only. */
  oauth?: Grant
}

export interface ActionDeclaration {
  type: string
  action: string
  label: string
  group: string
  /** What the form cannot say. */
  help?: string
  connection: 'required' | 'optional' | 'none'
  params: JsonSchema
  output?: unknown
}

export type Integration = Omit<Schemas['IntegrationView'], 'setups' | 'actions'> & {
  setups: Setup[]
  actions: ActionDeclaration[]
}

export type SetupValues = Record<string, unknown>

/** One action of a flow. Keys the console does not know are carried along untouched. */
export interface Action {
  id: string
  alias?: string
  type: string
  action: string
  params?: Record<string, unknown>
  allow_failure?: boolean
  mask_output?: boolean
}

export interface ActionTrace {
  id: string
  alias?: string
  type: string
  action: string
  input?: unknown
  output?: unknown
  error?: unknown
  status?: number
  duration_ms?: number
}

export type Execution = Omit<Schemas['RunView'], 'debug'> & {
  debug?: { input?: unknown; output?: unknown; error?: unknown; tracing?: ActionTrace[] }
}
