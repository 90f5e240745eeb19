// What saving would change, in one line.
import type { Action } from '../../api/types'
import { type Actions, isCondition, places } from './action_tree'

/** "1 added · 2 changed"; empty when there is nothing to save. */
export function describeChanges(saved: Actions, draft: Actions): string {
  if (saved === draft) return ''
  const before = new Map(places(saved).map(({ action }) => [action.id, action]))
  const after = new Map(places(draft).map(({ action }) => [action.id, action]))
  const kept = [...after].filter(([id]) => before.has(id))
  const counts: [number, string][] = [
    [after.size - kept.length, 'added'],
    [kept.filter(([id, action]) => own(action) !== own(before.get(id)!)).length, 'changed'],
    [[...before.keys()].filter(id => !after.has(id)).length, 'removed'],
    [isReordered(saved, draft) ? 1 : 0, 'moved'],
  ]
  const told = counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => (word === 'moved' ? 'order changed' : `${count} ${word}`))
  return told.join(' · ')
}

/** An action as text, without what stands inside its branches. */
function own(action: Action): string {
  if (!isCondition(action)) return JSON.stringify(action)
  return JSON.stringify({ ...action, params: { ...action.params, then: undefined, else: undefined } })
}

function isReordered(saved: Actions, draft: Actions): boolean {
  const order = (actions: Actions, others: Actions) => {
    const known = new Set(places(others).map(place => place.action.id))
    return places(actions)
      .filter(place => known.has(place.action.id))
      .map(({ action, path }) => `${path.filter(step => typeof step === 'string').join('.')}:${action.id}`)
      .join()
  }
  return order(saved, draft) !== order(draft, saved)
}
