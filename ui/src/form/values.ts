// Values as people type them, and as they are kept.
import type { JsonSchema } from '../api/types'
import { allows, typesOf } from './control'

export type Values = Record<string, unknown>

/** Sets one member; `undefined` takes it out. The other members stay the same objects, in the same order. */
export function withMember(values: Values, name: string, value: unknown): Values {
  if (value !== undefined) return { ...values, [name]: value }
  const { [name]: _, ...rest } = values
  return rest
}

/** What stands in the text box for a scalar. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What typed text means under `schema`: nothing typed is no value; digits are a number only where text is not allowed. */
export function typed(text: string, schema: JsonSchema): unknown {
  if (text === '') return undefined
  const numeric = allows(schema, 'number') || allows(schema, 'integer')
  if (numeric && !allows(schema, 'string') && isNumber(text)) return Number(text)
  return text
}

export const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text)) && !/^[+]|\s/.test(text)

export const holdsTemplate = (value: unknown) => typeof value === 'string' && value.includes('{{')

/** A first value for something the person just added. */
export function emptyValue(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default
  const [type] = typesOf(schema)
  if (type === 'object') return {}
  if (type === 'array') return []
  if (type === 'boolean') return false
  return ''
}

/** A label for a member that the catalogue did not name. */
export function labelOf(name: string, schema: JsonSchema): string {
  if (schema.title) return schema.title
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
