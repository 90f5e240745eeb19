// Chooses the control for a declared value: the schema says what is allowed, the value what is there already.
import type { JsonSchema } from '../api/types'

export type Control =
  | 'text'
  | 'long-text'
  | 'secret'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'map'
  | 'list'
  | 'object'
  | 'one-of'
  | 'text-or-json'
  | 'json'
  | 'condition'
  | 'hidden'

/** From this length on a value is prose rather than a word. */
const LONG_TEXT = 1000

export function typesOf(schema: JsonSchema): string[] {
  const own = Array.isArray(schema.type) ? schema.type : schema.type ? [schema.type] : []
  const nested = own.length === 0 ? (schema.oneOf ?? []).flatMap(typesOf) : own
  return [...new Set(nested)].filter(type => type !== 'null')
}

export const allows = (schema: JsonSchema, type: string) => typesOf(schema).includes(type)

export function controlFor(schema: JsonSchema): Control {
  const kind = schema['x-kind']
  if (kind === 'actions') return 'hidden'
  if (kind === 'condition') return kind
  if (schema.secret) return 'secret'
  if (kind === 'text') return 'long-text'
  if (schema.enum) return 'choice'
  const named = schema.oneOf?.every(option => option.properties) ?? false
  if (named && !hasMembers(schema)) return 'one-of'
  return controlForTypes(schema, typesOf(schema))
}

export const hasMembers = (schema: JsonSchema) => Object.keys(schema.properties ?? {}).length > 0

function controlForTypes(schema: JsonSchema, types: string[]): Control {
  const structured = types.includes('object') || types.includes('array')
  if (structured && types.length > 1) return 'text-or-json'
  if (types.includes('object')) return hasMembers(schema) ? 'object' : 'map'
  if (types.includes('array')) return schema['x-kind'] === 'json' ? 'json' : 'list'
  if (types.length === 1 && types[0] === 'boolean') return 'boolean'
  if (types.includes('string')) return (schema.maxLength ?? 0) >= LONG_TEXT ? 'long-text' : 'text'
  if (types.includes('integer') || types.includes('number')) return 'number'
  return 'text-or-json'
}

/** Controls that only fit values of their own kind: anything else (a template, say) is edited as text. */
export function fits(control: Control, value: unknown): boolean {
  if (value === undefined) return true
  if (control === 'boolean') return typeof value === 'boolean'
  if (control === 'map' || control === 'object' || control === 'one-of') return isRecord(value)
  if (control === 'list') return Array.isArray(value)
  if (control === 'choice') return typeof value !== 'object'
  if (control === 'text' || control === 'long-text' || control === 'secret' || control === 'number')
    return !isStructured(value)
  return true
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  isStructured(value) && !Array.isArray(value)

export const isStructured = (value: unknown): value is object => typeof value === 'object' && value !== null
