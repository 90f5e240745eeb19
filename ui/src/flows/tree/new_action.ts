// A fresh action and the ids that actions get.
import type { Action, ActionDeclaration } from '../../api/types'
import { type Actions, branchOf, isCondition, places } from './action_tree'

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'
/** People read these two under names other than their tokens. */
const SLUGS: Record<string, string> = {
  'FLOW.BOOLEAN_CONDITION': 'if_then_condition',
  'HTTP.SEND_REQUEST': 'http_request',
}

export function newAction(declaration: ActionDeclaration, actions: Actions): Action {
  return {
    id: newId(declaration, takenIds(actions)),
    type: declaration.type,
    action: declaration.action,
    // Both are written even when false: files made elsewhere carry them, and comparing would show a change otherwise.
    allow_failure: false,
    mask_output: false,
    params: defaultParams(declaration),
  }
}

/** A copy under ids of its own, at every depth. */
export function duplicateOf(action: Action, actions: Actions): Action {
  const taken = takenIds(actions)
  const copy = (original: Action): Action => {
    const id = newId(original, taken)
    taken.add(id)
    if (!isCondition(original)) return { ...original, id }
    const params = { ...original.params }
    for (const branch of ['then', 'else'] as const) {
      if (Array.isArray(params[branch])) params[branch] = branchOf(original, branch).map(copy)
    }
    return { ...original, id, params }
  }
  return copy(action)
}

export function newId({ type, action }: { type: string; action: string }, taken: ReadonlySet<string>): string {
  const slug = SLUGS[`${type}.${action}`] ?? action.toLowerCase()
  for (;;) {
    const id = `${slug}_${randomLetters(4)}`
    if (!taken.has(id)) return id
  }
}

const takenIds = (actions: Actions) => new Set(places(actions).map(place => place.action.id))

function randomLetters(count: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(count))
  return Array.from(bytes, byte => LETTERS[byte % LETTERS.length]).join('')
}

function defaultParams({ type, action, params }: ActionDeclaration): Record<string, unknown> {
  if (type === 'FLOW' && action === 'BOOLEAN_CONDITION') {
    return { if: { operator: 'AND', operands: [{ operator: 'EQ', operands: ['', ''] }] }, then: [], else: [] }
  }
  const withDefault = Object.entries(params.properties ?? {}).filter(([, schema]) => schema.default !== undefined)
  return Object.fromEntries(withDefault.map(([name, schema]) => [name, schema.default]))
}
