// The state of a registration form: what was typed, what is wrong with it, and saving it.
import { useState } from 'react'
import { putOauthClient } from '../../api/oauth_clients'
import type { OauthClient } from '../../api/types'
import { type Problems, problemsOf } from '../../form/problems'
import type { Values } from '../../form/values'
import { useTenant } from '../../shell/tenant'
import type { GrantedSetup } from './granted_setup'
import { registrationOf, registrationSchema, startingWith } from './registration'
import { useOauthClientsChanged } from './useOauthClients'

const NONE: Problems = new Map()

export function useRegistration(appId: string, { oauth }: GrantedSetup, client: OauthClient | undefined) {
  const tenant = useTenant()
  const changed = useOauthClientsChanged()
  const [values, setValues] = useState(() => startingWith(oauth, client))
  const [problems, setProblems] = useState(NONE)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const schema = registrationSchema(oauth, values)

  function edit(next: Values) {
    setValues(next)
    setFault(undefined)
    const open = problemsOf(registrationSchema(oauth, next), next, { templates: false })
    setProblems(shown => new Map([...open].filter(([path]) => shown.has(path))))
  }

  /** Answers whether it was saved. */
  async function save(): Promise<boolean> {
    const found = problemsOf(schema, values, { templates: false })
    setProblems(found)
    if (found.size > 0) return false
    setBusy(true)
    setFault(undefined)
    try {
      await putOauthClient(tenant, appId, registrationOf(values))
      await changed()
      return true
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'It could not be saved.')
      return false
    } finally {
      setBusy(false)
    }
  }

  return { schema, values, edit, problems, busy, fault, save }
}
