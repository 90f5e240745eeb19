// A map as rows and back.
import { isNumber } from './values'

export interface Row {
  /** Identity of the row on the screen, not part of the value. */
  key: string
  name: string
  value: unknown
}

export const rowsOf = (value: Record<string, unknown>): Row[] =>
  Object.entries(value).map(([name, member]) => ({ key: `row-${name}`, name, value: member }))

/** Rows without a name are not yet part of the value. No row at all is no value. */
export function valuesOf(rows: readonly Row[]): Record<string, unknown> | undefined {
  const named = rows.filter(row => row.name !== '')
  return named.length === 0 ? undefined : Object.fromEntries(named.map(row => [row.name, row.value]))
}

/** A row that held a number, a boolean or null keeps its kind as long as the text still reads as one. */
export function valueOfRow(row: Row, text: string): Row {
  const kept =
    typeof row.value === 'number' && isNumber(text)
      ? Number(text)
      : typeof row.value === 'boolean' && (text === 'true' || text === 'false')
        ? text === 'true'
        : text
  return { ...row, value: kept }
}
