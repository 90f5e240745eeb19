// A flow's actions as a tree: finding, inserting, moving and removing. Everything here returns new lists and
// shares what it did not touch, so that an unedited action is still the very object that was loaded.
import type { Action } from '../../api/types'

export type Branch = 'then' | 'else'
/** Steps from the flow's list to one action: `[2]` is the third action, `[2, 'then', 0]` the first inside it. */
export type Path = readonly (number | Branch)[]
export type Actions = readonly Action[]

export const isCondition = (action: Action) => action.type === 'FLOW' && action.action === 'BOOLEAN_CONDITION'

export function branchOf(action: Action, branch: Branch): Actions {
  const list = action.params?.[branch]
  return Array.isArray(list) ? (list as Action[]) : []
}

export function actionAt(actions: Actions, path: Path): Action | undefined {
  const [index, branch, ...rest] = path
  const action = actions[index as number]
  if (action === undefined || branch === undefined) return action
  return actionAt(branchOf(action, branch as Branch), rest)
}

/** Puts `added` before the action that stands at `path`; at the end when nothing stands there. */
export const insertAt = (actions: Actions, path: Path, added: Action): Actions =>
  changeList(actions, path, (list, index) => list.toSpliced(index, 0, added))

export const removeAt = (actions: Actions, path: Path): Actions =>
  changeList(actions, path, (list, index) => list.toSpliced(index, 1))

export const replaceAt = (actions: Actions, path: Path, replacement: Action): Actions =>
  changeList(actions, path, (list, index) => list.with(index, replacement))

export function canMove(actions: Actions, path: Path, by: -1 | 1): boolean {
  const target = (path.at(-1) as number) + by
  return target >= 0 && target < listAt(actions, path).length
}

/** Swaps the action at `path` with its neighbour above (-1) or below (1) in the same list. */
export function moveBy(actions: Actions, path: Path, by: -1 | 1): Actions {
  if (!canMove(actions, path, by)) return actions
  return changeList(actions, path, (list, index) => {
    const moved = list[index]!
    return list.toSpliced(index, 1).toSpliced(index + by, 0, moved)
  })
}

export interface Place {
  action: Action
  path: Path
}

/** Every action with its place, in the order a person reads them: an action before what is inside it. */
export function places(actions: Actions, above: Path = []): Place[] {
  return actions.flatMap((action, index) => {
    const path = [...above, index]
    if (!isCondition(action)) return [{ action, path }]
    const inside = (['then', 'else'] as const).flatMap(branch => places(branchOf(action, branch), [...path, branch]))
    return [{ action, path }, ...inside]
  })
}

export const placeOf = (actions: Actions, id: string): Place | undefined =>
  places(actions).find(place => place.action.id === id)

/** The list that holds the action at `path`. */
export function listAt(actions: Actions, path: Path): Actions {
  if (path.length === 1) return actions
  const owner = actionAt(actions, path.slice(0, -2))
  return owner ? branchOf(owner, path.at(-2) as Branch) : []
}

function changeList(actions: Actions, path: Path, change: (list: Action[], index: number) => Action[]): Actions {
  const [index, branch, ...rest] = path
  if (branch === undefined) return change([...actions], index as number)
  const owner = actions[index as number]
  if (owner === undefined) throw new RangeError('This path leads to no action')
  const inner = changeList(branchOf(owner, branch as Branch), rest, change)
  return [...actions].with(index as number, { ...owner, params: { ...owner.params, [branch]: inner } })
}
