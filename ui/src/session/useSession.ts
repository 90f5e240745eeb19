// Who is signed in and what they may do.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/request'
import { currentSession } from '../api/session'
import { sessionKey } from '../api/session_key'
import type { Session } from '../api/types'

async function sessionOrNobody(): Promise<Session | null> {
  try {
    return await currentSession()
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

/** `data` is null when nobody is signed in, undefined while that is not known. */
export const useSession = () => useQuery({ queryKey: sessionKey, queryFn: sessionOrNobody, staleTime: 60_000 })

/** True when the person's role carries `scope`. The server checks again; this only hides what it would refuse. */
export function useMay(scope: string): boolean {
  const { data } = useSession()
  return data?.scopes.includes(scope) ?? false
}

/** Only owners make tenants. */
export const useIsOwner = (): boolean => useSession().data?.role === 'owner'

export function useEnter() {
  const client = useQueryClient()
  return (session: Session | null) => {
    // Nothing that another person was shown may be shown to this one.
    client.removeQueries({ predicate: query => query.queryKey[0] !== sessionKey[0] })
    client.setQueryData(sessionKey, session)
  }
}
