// Who is signed in, and what they may do in the tenant that is open.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/request'
import { currentSession } from '../api/session'
import { sessionKey } from '../api/session_key'
import type { Session } from '../api/types'
import { useTenant } from '../shell/tenant'

const FRESH_FOR = 60_000

async function sessionOrNobody(): Promise<Session | null> {
  try {
    return await currentSession(null)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

/** `data` is null when nobody is signed in, undefined while that is not known. */
export const useSession = () => useQuery({ queryKey: sessionKey, queryFn: sessionOrNobody, staleTime: FRESH_FOR })

/** The session as it stands in one tenant: roles differ from tenant to tenant. */
export function useAccess(tenant: string, enabled = true) {
  return useQuery({
    queryKey: [...sessionKey, tenant],
    queryFn: () => currentSession(tenant),
    staleTime: FRESH_FOR,
    enabled,
  })
}

/** True when the person may do `scope` in this tenant. The server checks again; this only hides what it would refuse. */
export function useMay(scope: string): boolean {
  const { data } = useAccess(useTenant())
  return data?.scopes.includes(scope) ?? false
}

export const useMayCreateTenants = (): boolean => useSession().data?.scopes.includes('create:tenants') ?? false

export function useEnter() {
  const client = useQueryClient()
  return (session: Session | null) => {
    // Nothing that another person was shown may be shown to this one.
    client.removeQueries({
      predicate: query => query.queryKey.length !== sessionKey.length || query.queryKey[0] !== sessionKey[0],
    })
    client.setQueryData(sessionKey, session)
  }
}
