// Conditions as the builder understands them. What it does not understand stays as it is and is edited as JSON.

export type Group = { operator: 'AND' | 'OR'; operands: Condition[] }
export type Comparison = { operator: string; operands: unknown[] }
export type Condition = Group | Comparison

interface Operator {
  token: string
  words: string
  operands: 1 | 2
}

export const OPERATORS: readonly Operator[] = [
  { token: 'EQ', words: 'is equal to', operands: 2 },
  { token: 'NEQ', words: 'is different to', operands: 2 },
  { token: 'GT', words: 'is greater than', operands: 2 },
  { token: 'GTE', words: 'is greater than or equal to', operands: 2 },
  { token: 'LT', words: 'is less than', operands: 2 },
  { token: 'LTE', words: 'is less than or equal to', operands: 2 },
  { token: 'INCLUDES', words: 'includes', operands: 2 },
  { token: 'NOT_INCLUDES', words: 'does not include', operands: 2 },
  { token: 'STARTS_WITH', words: 'starts with', operands: 2 },
  { token: 'ENDS_WITH', words: 'ends with', operands: 2 },
  { token: 'EXISTS', words: 'exists', operands: 1 },
  { token: 'NOT_EXISTS', words: 'does not exist', operands: 1 },
  { token: 'IS_NULL', words: 'is null', operands: 1 },
  { token: 'IS_NOT_NULL', words: 'is not null', operands: 1 },
  { token: 'HAS_NO_VALUE', words: 'has no value', operands: 1 },
  { token: 'IS_TRUE', words: 'is true', operands: 1 },
  { token: 'IS_FALSE', words: 'is false', operands: 1 },
]

export const EMPTY_COMPARISON: Comparison = { operator: 'EQ', operands: ['', ''] }

const operatorOf = (token: string) => OPERATORS.find(operator => operator.token === token)

export const isUnary = (token: string) => operatorOf(token)?.operands === 1

export const isGroup = (value: unknown): value is Group =>
  isPlain(value) && (value.operator === 'AND' || value.operator === 'OR') && Array.isArray(value.operands)

/** True when the builder can show `value` and write it back without losing anything. */
export function isUnderstood(value: unknown): value is Condition {
  if (!isPlain(value) || Object.keys(value).some(key => key !== 'operator' && key !== 'operands')) return false
  if (!Array.isArray(value.operands)) return false
  if (isGroup(value)) return value.operands.every(isUnderstood)
  const operator = typeof value.operator === 'string' ? operatorOf(value.operator) : undefined
  return operator !== undefined && value.operands.length === operator.operands && value.operands.every(isScalar)
}

/** Changes the operator and gives the comparison as many operands as that operator takes. */
export function withOperator(comparison: Comparison, token: string): Comparison {
  const [left = '', right = ''] = comparison.operands
  return { operator: token, operands: isUnary(token) ? [left] : [left, right] }
}

const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)

function isPlain(value: unknown): value is { operator?: unknown; operands?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
