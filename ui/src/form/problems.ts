// What a person should still put right, found before the server is asked. The server has the last word.
import type { JsonSchema } from '../api/types'
import { controlFor, isRecord } from './control'
import { holdsTemplate, type Values } from './values'

/** Path of a value ("address.city", "fields.0.title") and what is wrong with it. */
export type Problems = ReadonlyMap<string, string>

export interface Strictness {
  /** Templates stand for values that are known only when the flow runs: they are never wrong here. */
  templates: boolean
}

export function problemsOf(schema: JsonSchema, values: Values, strictness: Strictness): Problems {
  const found = new Map<string, string>()
  visit(schema, values, '', strictness, found)
  return found
}

export const join = (path: string, name: string | number) => (path === '' ? String(name) : `${path}.${name}`)

function visit(schema: JsonSchema, value: unknown, path: string, strictness: Strictness, found: Map<string, string>) {
  if (strictness.templates && holdsTemplate(value)) return
  if (isRecord(value)) return visitObject(schema, value, path, strictness, found)
  if (Array.isArray(value)) return visitList(schema, value, path, strictness, found)
  const problem = typeof value === 'string' ? textProblem(schema, value) : undefined
  if (problem) found.set(path, problem)
}

function visitObject(
  schema: JsonSchema,
  value: Values,
  path: string,
  strictness: Strictness,
  found: Map<string, string>,
) {
  for (const shape of [schema, matchingOption(schema, value)]) {
    for (const name of shape?.required ?? []) {
      if (value[name] === undefined || value[name] === '') found.set(join(path, name), 'Required')
    }
    for (const [name, member] of Object.entries(shape?.properties ?? {})) {
      if (value[name] !== undefined && value[name] !== '' && controlFor(member) !== 'hidden') {
        visit(member, value[name], join(path, name), strictness, found)
      }
    }
  }
}

function visitList(
  schema: JsonSchema,
  value: unknown[],
  path: string,
  strictness: Strictness,
  found: Map<string, string>,
) {
  if (value.length < (schema.minItems ?? 0)) found.set(path, `At least ${schema.minItems} needed`)
  if (schema.items)
    for (const [index, item] of value.entries()) visit(schema.items, item, join(path, index), strictness, found)
}

function textProblem(schema: JsonSchema, text: string): string | undefined {
  const length = [...text].length
  if (schema.maxLength !== undefined && length > schema.maxLength)
    return `${length} characters, at most ${schema.maxLength} allowed`
  if (schema.minLength !== undefined && length < schema.minLength) return `At least ${schema.minLength} characters`
  if (schema.format?.includes('https') && !/^https:\/\/[^\s/]+/.test(text)) return 'Must start with https://'
  if (schema.format?.startsWith('hostname') && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i.test(text))
    return 'A host name such as example.auth0.com, without https://'
  if (schema.format === 'email' && !/^[^\s@]+@[^\s@]+$/.test(text)) return 'Must be an e-mail address'
  return undefined
}

/** A hint, never a refusal: vendors change the look of their keys without telling us. */
export function patternHint(schema: JsonSchema, value: unknown): string | undefined {
  if (!schema.pattern || typeof value !== 'string' || value === '' || holdsTemplate(value)) return undefined
  try {
    return new RegExp(schema.pattern, 'u').test(value)
      ? undefined
      : 'This does not look as expected. Check that it was copied completely.'
  } catch {
    return undefined // A pattern in another dialect than the browser's guides nobody.
  }
}

/** The alternative of a one-of whose members fit the value best. */
export function matchingOption(schema: JsonSchema, value: unknown): JsonSchema | undefined {
  if (!schema.oneOf) return undefined
  const names = isRecord(value) ? Object.keys(value) : []
  const score = (option: JsonSchema) =>
    names.filter(name => option.properties?.[name]).length * 2 -
    (option.required ?? []).filter(name => !names.includes(name)).length
  return [...schema.oneOf].sort((a, b) => score(b) - score(a))[0]
}
