import { describe, expect, it } from 'vitest'
import type { Action } from '../../api/types'
import { layOut, type Spot } from './layout'

const act = (id: string): Action => ({ id, type: 'FLOW', action: 'DO_NOTHING' })
const condition = (id: string, then: Action[], otherwise: Action[]): Action => ({
  id,
  type: 'FLOW',
  action: 'BOOLEAN_CONDITION',
  params: { then, else: otherwise },
})
const overlap = (a: Spot, b: Spot) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('the canvas', () => {
  const actions = [act('a'), condition('c', [condition('d', [act('x')], [act('y'), act('z')])], []), act('b')]
  const { spots, lines } = layOut(actions)

  it('never draws one thing over another', () => {
    const clashes = spots.flatMap((a, i) =>
      spots
        .slice(i + 1)
        .filter(b => overlap(a, b))
        .map(b => `${a.id} ${b.id}`),
    )
    expect(clashes).toEqual([])
  })

  it('offers a + before, between and after actions, and in each branch, also an empty one', () => {
    const slots = lines.flatMap(line => (line.slot ? [line.slot.join('.')] : []))
    expect(slots.sort()).toEqual(
      [
        '0',
        '1',
        '2',
        '3',
        '1.then.0',
        '1.then.1',
        '1.else.0',
        '1.then.0.then.0',
        '1.then.0.then.1',
        '1.then.0.else.0',
        '1.then.0.else.1',
        '1.then.0.else.2',
      ].sort(),
    )
  })

  it('connects every thing with what stands above it, from start to end', () => {
    const reached = new Set(['start'])
    for (const line of lines) if (reached.has(line.from)) reached.add(line.to)
    expect(spots.map(spot => spot.id).filter(id => !reached.has(id))).toEqual([])
  })

  it('of an empty flow is a start, a + and an end', () => {
    expect(layOut([]).lines).toHaveLength(1)
  })
})
