// The shapes on the wire, one name per thing, as the rest of the console knows them. Those that the API's description
// leaves open (actions, what the catalogue declares, the record of a run) are spelled out here.
import type { components } from './schema'

type Schemas = components['schemas']

export type Role = 'owner' | 'editor' | 'viewer'

export interface Tenant {
  id: string
  name: string
  created_at?: string
}

export interface Session {
  email: string
  role: Role
  tenants: Tenant[]
  scopes: string[]
  expires_at: string
}

export type Connection = Schemas['ConnectionView']

export type FlowSummary = Schemas['FlowSummary']

/** What the vendor said about a credential, before or after it was saved. */
export interface Check {
  result: 'works' | 'refused' | 'unreachable' | 'unchecked'
  message?: string
  account_name?: string
}

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

export interface Setup {
  type: string
  label: string
  find?: string
  help?: string
  method: 'form' | 'authorization_code'
  schema: JsonSchema
}

export interface ActionDeclaration {
  type: string
  action: string
  label: string
  group: string
  connection: 'required' | 'optional' | 'none'
  params: JsonSchema
  output?: unknown
}

export interface Integration {
  app_id: string
  name: string
  summary: string
  docs: string
  logo: string | null
  connectable: boolean
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

export interface Execution {
  id: string
  flow_id?: string
  trace_id: string
  status: string
  output?: unknown
  error?: unknown
  debug?: { input?: unknown; output?: unknown; error?: unknown; tracing?: ActionTrace[] }
  created_at: string
  started_at?: string
  ended_at?: string
}
