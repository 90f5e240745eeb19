// How one connection is, asked for only while somebody looks at it.
import { useQuery } from '@tanstack/react-query'
import { connectionStatus } from '../../api/connections'
import { useTenant } from '../../shell/tenant'
import { askAgainAfter } from './status_words'

/** `id` is undefined where there is no connection to ask for. */
export function useStatus(id: string | undefined, isLookedAt: boolean) {
  const tenant = useTenant()
  return useQuery({
    queryKey: ['status', tenant, id],
    queryFn: ({ signal }) => connectionStatus(tenant, id ?? '', signal),
    enabled: isLookedAt && id !== undefined,
    refetchInterval: query => askAgainAfter(query.state.data, Date.now()),
  })
}
