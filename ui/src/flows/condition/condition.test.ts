import { describe, expect, it } from 'vitest'
import { isGroup, isUnderstood, withOperator } from './condition'

describe('a condition', () => {
  it('of groups and known comparisons is understood at any depth', () => {
    const inner = { operator: 'OR', operands: [{ operator: 'IS_TRUE', operands: ['{{vars.a}}'] }] }
    expect(
      isUnderstood({ operator: 'AND', operands: [{ operator: 'EQ', operands: ['{{fields.a}}', 1] }, inner] }),
    ).toBe(true)
  })

  it.each([
    ['an unknown operator', { operator: 'MATCHES', operands: ['a', 'b'] }],
    ['a missing operand', { operator: 'EQ', operands: ['a'] }],
    ['a nested value', { operator: 'EQ', operands: ['a', { b: 1 }] }],
    ['keys nobody knows', { operator: 'EQ', operands: ['a', 'b'], note: 'mine' }],
    ['a group that holds text', { operator: 'AND', operands: ['a'] }],
    ['a template', '{{vars.condition}}'],
    ['nothing', undefined],
  ])('with %s is left to the JSON editor', (_, value) => {
    expect(isUnderstood(value)).toBe(false)
  })

  it('keeps its left side when the operator changes', () => {
    const comparison = { operator: 'EQ', operands: ['{{fields.a}}', 'b'] }
    expect(withOperator(comparison, 'EXISTS')).toEqual({ operator: 'EXISTS', operands: ['{{fields.a}}'] })
    expect(withOperator({ operator: 'EXISTS', operands: ['x'] }, 'GT')).toEqual({ operator: 'GT', operands: ['x', ''] })
    expect(isGroup(comparison)).toBe(false)
  })
})
