// The state of a registration form: what was typed, what is wrong with it, and saving it.
import { useState } from 'react'
import { putOauthClient } from '../../api/oauth_clients'
import type { OauthClient } from '../../api/types'
import type { Problems } from '../../form/problems'
import { useTenant } from '../../shell/tenant'
import type { GrantedSetup } from './granted_setup'
import { registrationOf, registrationProblems, startingWith, type Typed } from './registration'
import { useOauthClientsChanged } from './useOauthClients'

const NONE: Problems = new Map()

export function useRegistration(appId: string, setup: GrantedSetup, client: OauthClient | undefined) {
  const tenant = useTenant()
  const changed = useOauthClientsChanged()
  const [typed, setTyped] = useState<Typed>(() => startingWith(setup.oauth, client))
  const [problems, setProblems] = useState(NONE)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()

  function edit(next: Typed) {
    setTyped(next)
    setFault(undefined)
    const open = registrationProblems(setup.oauth, next)
    setProblems(shown => new Map([...open].filter(([path]) => shown.has(path))))
  }

  /** Answers whether it was saved. */
  async function save(): Promise<boolean> {
    const found = registrationProblems(setup.oauth, typed)
    setProblems(found)
    if (found.size > 0) return false
    setBusy(true)
    setFault(undefined)
    try {
      await putOauthClient(tenant, appId, registrationOf(typed))
      await changed()
      return true
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'It could not be saved.')
      return false
    } finally {
      setBusy(false)
    }
  }

  return { typed, edit, problems, busy, fault, save }
}
