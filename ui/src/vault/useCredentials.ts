// The state of a credentials form: which setup, what was typed, and what the vendor said about it.
import { useState } from 'react'
import { checkSetup } from '../api/connections'
import type { Check, Integration, Setup, SetupValues } from '../api/types'
import { type Problems, problemsOf } from '../form/problems'
import type { Values } from '../form/values'
import { useTenant } from '../shell/tenant'
import { setupOf, startingValues } from './credentials'

const NONE: Problems = new Map()

/** `save` stores the setup; it is called when the vendor accepts it, or when the person insists. */
export function useCredentials(
  integration: Integration,
  first: Setup | undefined,
  save: (setup: SetupValues, check?: Check) => Promise<void>,
) {
  const tenant = useTenant()
  const [setup, setSetup] = useState(first)
  const [values, setValues] = useState<Values>(() => (first ? startingValues(first) : {}))
  const [problems, setProblems] = useState(NONE)
  const [busy, setBusy] = useState(false)
  const [check, setCheck] = useState<Check>()
  const [fault, setFault] = useState<string>()

  function choose(type: string) {
    const chosen = integration.setups.find(one => one.type === type)
    if (!chosen) return
    setSetup(chosen)
    setValues(startingValues(chosen))
    forgetAnswer()
  }

  function edit(next: Values) {
    setValues(next)
    forgetAnswer()
    // Problems shown so far disappear as they are put right; new ones wait for the next try.
    if (setup && problems.size > 0)
      setProblems(stillOpen(problems, problemsOf(setup.schema, next, { templates: false })))
  }

  function forgetAnswer() {
    setCheck(undefined)
    setFault(undefined)
  }

  async function attempt(work: (setup: SetupValues) => Promise<void>) {
    if (!setup) return
    const found = problemsOf(setup.schema, values, { templates: false })
    setProblems(found)
    if (found.size > 0) return
    setBusy(true)
    setFault(undefined)
    try {
      await work(setupOf(setup, values))
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'It could not be saved.')
    } finally {
      setBusy(false)
    }
  }

  const checkAndSave = () =>
    attempt(async typed => {
      const answer = await checkSetup(tenant, { app_id: integration.app_id, setup: typed })
      setCheck(answer)
      if (answer.result === 'works' || answer.result === 'unchecked') await save(typed, answer)
    })

  const saveAnyway = () => attempt(typed => save(typed))

  return { setup, choose, values, edit, problems, busy, check, fault, checkAndSave, saveAnyway }
}

const stillOpen = (before: Problems, now: Problems): Problems => new Map([...now].filter(([path]) => before.has(path)))
