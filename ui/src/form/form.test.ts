import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '../api/types'
import { controlFor, fits } from './control'
import { matchingOption, patternHint, problemsOf } from './problems'
import { typed, withMember } from './values'

describe('the control for a schema', () => {
  it.each<[string, JsonSchema]>([
    ['text', { type: 'string' }],
    ['long-text', { type: 'string', 'x-kind': 'text' }],
    ['long-text', { type: 'string', maxLength: 1500 }],
    ['secret', { type: 'string', secret: true }],
    ['choice', { enum: ['GET', 'POST'] }],
    ['number', { type: 'integer' }],
    ['text', { type: ['integer', 'string'] }],
    ['text', { type: ['string', 'null'] }],
    ['boolean', { type: 'boolean' }],
    ['map', { type: 'object', additionalProperties: { type: ['number', 'string', 'null'] } }],
    ['object', { type: 'object', properties: { a: {} } }],
    ['list', { type: 'array', items: { type: 'string' } }],
    ['text-or-json', { type: ['string', 'array', 'object'] }],
    ['text-or-json', { oneOf: [{ type: 'string' }, { type: 'object' }] }],
    ['one-of', { oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }],
    ['condition', { 'x-kind': 'condition' }],
    ['hidden', { type: 'array', 'x-kind': 'actions' }],
    ['text-or-json', {}],
    ['text-or-json', { 'x-kind': 'json' }],
    ['map', { type: 'object', properties: {}, additionalProperties: true, 'x-kind': 'json' }],
    ['json', { type: 'array', 'x-kind': 'json' }],
    ['text-or-json', { type: ['string', 'array', 'object'], properties: {}, 'x-kind': 'json' }],
    ['secret', { type: 'string', secret: true, 'x-kind': 'text' }],
  ])('is %s', (control, schema) => {
    expect(controlFor(schema)).toBe(control)
  })

  it('gives way to text where the value is of another kind', () => {
    expect(fits('boolean', '{{vars.on}}')).toBe(false)
    expect(fits('map', '{{vars.headers}}')).toBe(false)
    expect(fits('list', undefined)).toBe(true)
    expect(fits('text', { a: 1 })).toBe(false)
  })
})

describe('typed text', () => {
  it('is a number only where text is not allowed', () => {
    expect(typed('5', { type: 'integer' })).toBe(5)
    expect(typed('5', { type: ['integer', 'string'] })).toBe('5')
    expect(typed('{{fields.n}}', { type: 'integer' })).toBe('{{fields.n}}')
    expect(typed('', { type: 'string' })).toBeUndefined()
  })

  it('leaves the other members as they were', () => {
    const values = { b: { deep: 1 }, a: 1 }
    expect(withMember(values, 'a', 2).b).toBe(values.b)
    expect(Object.keys(withMember(values, 'b', undefined))).toEqual(['a'])
  })
})

describe('problems', () => {
  const schema: JsonSchema = {
    type: 'object',
    required: ['to', 'url'],
    properties: {
      to: { type: 'string', maxLength: 5 },
      url: { type: 'string', format: 'forms-url-https' },
      address: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
      list: { type: 'array', minItems: 1, items: { type: 'object', required: ['title'], properties: { title: {} } } },
    },
  }

  it('name what is missing, too long or malformed, with its path', () => {
    const values = { to: '123456', url: 'http://x', address: {}, list: [{}] }
    expect([...problemsOf(schema, values, { templates: false })]).toEqual([
      ['to', '6 characters, at most 5 allowed'],
      ['url', 'Must start with https://'],
      ['address.city', 'Required'],
      ['list.0.title', 'Required'],
    ])
    expect(problemsOf(schema, {}, { templates: false }).get('to')).toBe('Required')
  })

  it('are not seen in templates', () => {
    const values = { to: '{{fields.phone}}', url: '{{vars.url}}', address: '{{vars.address}}' }
    expect(problemsOf(schema, values, { templates: true }).size).toBe(0)
  })

  it('do not include a pattern: that is a hint', () => {
    const sid: JsonSchema = { type: 'string', pattern: '^AC[0-9a-f]{32}$' }
    expect(problemsOf({ properties: { sid } }, { sid: 'x' }, { templates: false }).size).toBe(0)
    expect(patternHint(sid, 'x')).toMatch(/does not look/)
    expect(patternHint(sid, `AC${'0'.repeat(32)}`)).toBeUndefined()
  })

  it('are those of the shared members and of the alternative that fits best', () => {
    const both: JsonSchema = {
      required: ['from'],
      properties: { from: {} },
      oneOf: [
        { required: ['content'], properties: { content: {} } },
        { required: ['template_id'], properties: { template_id: {} } },
      ],
    }
    expect([...problemsOf(both, { content: 'x' }, { templates: true }).keys()]).toEqual(['from'])
    expect([...problemsOf(both, { from: 'x' }, { templates: true }).keys()]).toEqual(['content'])
  })

  it('are those of the alternative that fits best', () => {
    const oneOf: JsonSchema = {
      oneOf: [
        { title: 'Content', required: ['content'], properties: { content: {}, from: {} } },
        { title: 'Template', required: ['template_id'], properties: { template_id: {}, from: {} } },
      ],
    }
    expect(matchingOption(oneOf, { template_id: 3 })?.title).toBe('Template')
    expect([...problemsOf(oneOf, { from: {} }, { templates: true }).keys()]).toEqual(['content'])
  })
})
