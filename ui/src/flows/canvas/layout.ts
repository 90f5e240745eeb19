// Where everything stands on the canvas: one column, conditions opening into two and closing again.
import type { Action } from '../../api/types'
import { type Actions, type Branch, branchOf, isCondition, type Path } from '../tree/action_tree'

export const CARD = { width: 280, height: 60 } as const
const PILL = { width: 96, height: 30 } as const
const LABEL = { width: 64, height: 22 } as const
/** Room between two things, enough for a + in the middle. */
const GAP = 56
const BRANCH_GAP = 48
const BEND = 16

export type Kind = 'start' | 'end' | 'action' | 'label' | 'join'

export interface Spot {
  id: string
  kind: Kind
  /** Top left corner. */
  x: number
  y: number
  width: number
  height: number
  action?: Action
  path?: Path
  branch?: Branch
}

export interface Line {
  id: string
  from: string
  to: string
  /** Height at which the line turns aside, if its ends do not stand above each other. */
  turn: number
  /** Where an action added on this line goes. Absent on lines that only connect. */
  slot?: Path
}

export interface Layout {
  spots: Spot[]
  lines: Line[]
  width: number
  height: number
}

export function layOut(actions: Actions): Layout {
  const drawing = new Drawing()
  const start = drawing.put({ id: 'start', kind: 'start', path: [] }, PILL, 0, 0)
  const bottom = drawing.list(actions, [], start, 0)
  const end = drawing.put({ id: 'end', kind: 'end' }, PILL, 0, bottom.y + GAP)
  drawing.connect(bottom.last, end, [actions.length])
  return { spots: drawing.spots, lines: drawing.lines, width: widthOf(actions), height: end.y + end.height }
}

export const spotId = (path: Path) => `action:${path.join('.')}`

function widthOf(actions: Actions): number {
  return Math.max(CARD.width, ...actions.map(action => (isCondition(action) ? branchesWidth(action) : CARD.width)))
}

const branchesWidth = (action: Action) =>
  widthOf(branchOf(action, 'then')) + BRANCH_GAP + widthOf(branchOf(action, 'else'))

interface Bottom {
  last: Spot
  y: number
}

class Drawing {
  readonly spots: Spot[] = []
  readonly lines: Line[] = []

  put(
    spot: Pick<Spot, 'id' | 'kind'> & Partial<Spot>,
    size: { width: number; height: number },
    centre: number,
    y: number,
  ): Spot {
    const placed = { ...spot, ...size, x: centre - size.width / 2, y }
    this.spots.push(placed)
    return placed
  }

  connect(from: Spot, to: Spot, slot?: Path) {
    // Lines fan out right below a condition and come together right above the join.
    const turn = to.kind === 'label' ? from.y + from.height + BEND : to.y - BEND
    this.lines.push({ id: `${from.id}>${to.id}`, from: from.id, to: to.id, turn, slot })
  }

  /** Draws `actions` below `above` and answers what the next thing connects to. */
  list(actions: Actions, owner: Path, above: Spot, centre: number): Bottom {
    let bottom: Bottom = { last: above, y: above.y + above.height }
    for (const [index, action] of actions.entries()) {
      const path = [...owner, index]
      const card = this.put({ id: spotId(path), kind: 'action', action, path }, CARD, centre, bottom.y + GAP)
      this.connect(bottom.last, card, path)
      bottom = isCondition(action) ? this.branches(action, path, card, centre) : { last: card, y: card.y + card.height }
    }
    return bottom
  }

  private branches(action: Action, path: Path, card: Spot, centre: number): Bottom {
    const left = centre - branchesWidth(action) / 2
    const right = centre + branchesWidth(action) / 2
    const ends = (['then', 'else'] as const).map(branch => {
      const inside = branchOf(action, branch)
      const middle = branch === 'then' ? left + widthOf(inside) / 2 : right - widthOf(inside) / 2
      const label = this.put(
        { id: `${card.id}.${branch}`, kind: 'label', branch },
        LABEL,
        middle,
        card.y + card.height + GAP / 2 + BEND / 2,
      )
      this.connect(card, label)
      return { bottom: this.list(inside, [...path, branch], label, middle), slot: [...path, branch, inside.length] }
    })
    const lowest = Math.max(...ends.map(end => end.bottom.y))
    const join = this.put({ id: `${card.id}.join`, kind: 'join' }, { width: 2, height: 2 }, centre, lowest + GAP + BEND)
    for (const end of ends) this.connect(end.bottom.last, join, end.slot)
    return { last: join, y: join.y + join.height }
  }
}
