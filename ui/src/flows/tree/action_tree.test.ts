import { describe, expect, it } from 'vitest'
import type { Action } from '../../api/types'
import { actionAt, canMove, insertAt, moveBy, placeOf, places, removeAt, replaceAt } from './action_tree'
import { describeChanges } from './changes'
import { duplicateOf, newAction } from './new_action'

const act = (id: string): Action => ({ id, type: 'FLOW', action: 'DO_NOTHING', params: {} })
const condition = (id: string, then: Action[], otherwise?: Action[]): Action => ({
  id,
  type: 'FLOW',
  action: 'BOOLEAN_CONDITION',
  params: { if: { odd: true }, then, ...(otherwise && { else: otherwise }) },
})
const tree = () => [act('a'), condition('c', [act('t1'), condition('d', [act('x')])], [act('e1')]), act('z')]
const ids = (actions: readonly Action[]) => places(actions).map(place => place.action.id)

describe('the tree of actions', () => {
  it('is read top to bottom, branches after their condition', () => {
    expect(ids(tree())).toEqual(['a', 'c', 't1', 'd', 'x', 'e1', 'z'])
  })

  it('finds an action by its path and by its id', () => {
    expect(actionAt(tree(), [1, 'then', 1, 'then', 0])?.id).toBe('x')
    expect(placeOf(tree(), 'e1')?.path).toEqual([1, 'else', 0])
    expect(placeOf(tree(), 'nobody')).toBeUndefined()
  })

  it('inserts at the top, in the middle and at the end', () => {
    expect(ids(insertAt(tree(), [0], act('n')))[0]).toBe('n')
    expect(ids(insertAt(tree(), [1], act('n')))).toEqual(['a', 'n', 'c', 't1', 'd', 'x', 'e1', 'z'])
    expect(ids(insertAt(tree(), [3], act('n'))).at(-1)).toBe('n')
  })

  it('inserts into a nested branch and into a branch that did not exist', () => {
    expect(ids(insertAt(tree(), [1, 'then', 1, 'then', 1], act('n')))).toEqual([
      'a',
      'c',
      't1',
      'd',
      'x',
      'n',
      'e1',
      'z',
    ])
    const deeper = insertAt(tree(), [1, 'then', 1, 'else', 0], act('n'))
    expect(actionAt(deeper, [1, 'then', 1, 'else', 0])?.id).toBe('n')
  })

  it('removes an action with everything inside it', () => {
    expect(ids(removeAt(tree(), [1]))).toEqual(['a', 'z'])
    expect(ids(removeAt(tree(), [1, 'then', 1]))).toEqual(['a', 'c', 't1', 'e1', 'z'])
  })

  it('moves only within its list and never past the ends', () => {
    expect(ids(moveBy(tree(), [2], -1))).toEqual(['a', 'z', 'c', 't1', 'd', 'x', 'e1'])
    expect(ids(moveBy(tree(), [1, 'then', 0], 1))).toEqual(['a', 'c', 'd', 'x', 't1', 'e1', 'z'])
    expect(canMove(tree(), [1, 'else', 0], 1)).toBe(false)
    const actions = tree()
    expect(moveBy(actions, [0], -1)).toBe(actions)
  })

  it('shares every action that an edit does not touch', () => {
    const before = tree()
    const after = replaceAt(before, [1, 'else', 0], { ...act('e1'), alias: 'new' })
    expect(after[0]).toBe(before[0])
    expect(after[2]).toBe(before[2])
    expect(actionAt(after, [1, 'then', 1])).toBe(actionAt(before, [1, 'then', 1]))
    expect(after[1]!.params!.if).toBe(before[1]!.params!.if)
    expect(actionAt(before, [1, 'else', 0])?.alias).toBeUndefined()
  })
})

describe('a new action', () => {
  const declaration = {
    type: 'HTTP',
    action: 'SEND_REQUEST',
    label: '',
    group: '',
    connection: 'optional' as const,
    params: { properties: { method: { default: 'POST' }, url: {} } },
  }

  it('gets an id of its kind, both booleans as false, and the declared defaults', () => {
    const action = newAction(declaration, tree())
    expect(action.id).toMatch(/^http_request_[A-Za-z0-9]{4}$/)
    expect(action).toMatchObject({ allow_failure: false, mask_output: false, params: { method: 'POST' } })
  })

  it('is copied with fresh ids at every depth', () => {
    const actions = tree()
    const copy = duplicateOf(actions[1]!, actions)
    const fresh = ids([copy])
    expect(fresh).toHaveLength(5)
    expect(fresh.some(id => ids(actions).includes(id))).toBe(false)
    expect(new Set(fresh).size).toBe(5)
  })
})

describe('what saving would change', () => {
  it('counts additions, edits and removals, and notices a new order', () => {
    const saved = tree()
    expect(describeChanges(saved, saved)).toBe('')
    expect(describeChanges(saved, tree())).toBe('')
    expect(describeChanges(saved, insertAt(saved, [1, 'then', 0], act('n')))).toBe('1 added')
    expect(describeChanges(saved, replaceAt(saved, [1, 'else', 0], { ...act('e1'), alias: 'x' }))).toBe('1 changed')
    expect(describeChanges(saved, removeAt(saved, [1]))).toBe('5 removed')
    expect(describeChanges(saved, moveBy(saved, [0], 1))).toBe('order changed')
  })
})
