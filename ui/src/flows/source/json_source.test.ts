import { describe, expect, it } from 'vitest'
import { JsonSource } from './json_source'

const TEXT = `[ {"id":"a","params":{"n":1.0,"big":12345678901234567890,"cases":{"2":"b","1":"a"},"s":"\\u00e9\\/"}},
  {"id":"b","params":{"n":1e3}} ]`

type Item = { id: string; params: Record<string, unknown> }
const read = () => {
  const source = new JsonSource(TEXT)
  return { source, items: source.value as Item[] }
}

describe('the source of a JSON text', () => {
  it('reads what the native parser reads', () => {
    expect(read().items).toEqual(JSON.parse(TEXT))
  })

  it('prints an untouched value letter for letter', () => {
    const { source, items } = read()
    expect(source.print(items)).toBe(TEXT)
  })

  it('keeps every letter of a neighbour when one item is edited', () => {
    const { source, items } = read()
    const printed = source.print([items[0], { ...items[1], params: { n: 7 } }])
    expect(printed).toContain(
      `{"id":"a","params":{"n":1.0,"big":12345678901234567890,"cases":{"2":"b","1":"a"},"s":"\\u00e9\\/"}}`,
    )
    expect(printed).toContain(`{"id":"b","params":{"n":7}}`)
  })

  it('keeps the unedited members of an edited item, numbers and key order too', () => {
    const { source, items } = read()
    const edited = { ...items[0]!, params: { ...items[0]!.params, s: 'new' } }
    expect(source.print([edited])).toBe(
      `[{"id":"a","params":{"n":1.0,"big":12345678901234567890,"cases":{"2":"b","1":"a"},"s":"new"}}]`,
    )
  })

  it('finds the original of an edited item after it was moved', () => {
    const { source, items } = read()
    const printed = source.print([{ ...items[1]!, alias: 'B' }, items[0]])
    expect(printed.startsWith(`[{"id":"b","params":{"n":1e3},"alias":"B"},`)).toBe(true)
  })

  it('leaves out members that were removed and prints new values plainly', () => {
    const { source, items } = read()
    expect(source.print([{ id: 'c', params: {}, alias: undefined }])).toBe('[{"id":"c","params":{}}]')
    expect(items).toHaveLength(2)
  })

  it('reads a member called __proto__ as data', () => {
    const source = new JsonSource('{"__proto__":{"x":1},"y":2}')
    expect(source.print(source.value)).toBe('{"__proto__":{"x":1},"y":2}')
    expect(source.print({ ...(source.value as object), y: 3 })).toContain('"y":3')
  })

  it('refuses what is not JSON', () => {
    expect(() => new JsonSource('{oops}')).toThrow(SyntaxError)
  })
})
