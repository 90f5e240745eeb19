// The flow as it is being edited: undo, redo, and what saving would change.
import { useCallback, useMemo, useState } from 'react'
import type { LoadedFlow } from '../api/flows'
import type { Actions } from './tree/action_tree'
import { describeChanges } from './tree/changes'

/** Edits of the same thing closer together than this are one step of undo, in milliseconds. */
const ONE_STEP = 900
const MOST_STEPS = 200

interface History {
  past: Actions[]
  present: Actions
  future: Actions[]
  /** What was edited last, and when. */
  last?: { what: string; at: number }
  /** Grows with each undo and redo: forms that keep text of their own start anew. */
  turn: number
}

export function useDraft(flow: LoadedFlow) {
  const [history, setHistory] = useState<History>({ past: [], present: flow.actions, future: [], turn: 0 })
  const [saved, setSaved] = useState<Actions>(flow.actions)
  const { past, present, future, turn } = history

  /** `what` names the thing that is edited, so that typing a word is one step. */
  const edit = useCallback((change: (actions: Actions) => Actions, what?: string) => {
    setHistory(before => after(before, change(before.present), what))
  }, [])

  const undo = useCallback(() => setHistory(before => stepBack(before)), [])
  const redo = useCallback(() => setHistory(before => stepForward(before)), [])
  const changes = useMemo(() => describeChanges(saved, present), [saved, present])

  return {
    actions: present,
    edit,
    undo,
    redo,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    changes,
    isDirty: changes !== '',
    turn,
    setSaved,
  }
}

function after(before: History, next: Actions, what?: string): History {
  if (next === before.present) return before
  const now = performance.now()
  const goesOn = what !== undefined && before.last?.what === what && now - before.last.at < ONE_STEP
  const past = goesOn ? before.past : [...before.past, before.present].slice(-MOST_STEPS)
  return { ...before, past, present: next, future: [], last: what === undefined ? undefined : { what, at: now } }
}

function stepBack(before: History): History {
  const previous = before.past.at(-1)
  if (!previous) return before
  return {
    past: before.past.slice(0, -1),
    present: previous,
    future: [before.present, ...before.future],
    turn: before.turn + 1,
  }
}

function stepForward(before: History): History {
  const [next, ...rest] = before.future
  if (!next) return before
  return { past: [...before.past, before.present], present: next, future: rest, turn: before.turn + 1 }
}
