// The connections of this tenant, kept in step with what is done to them here.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { connectionUsage, listConnections } from '../api/connections'
import { useTenant } from '../shell/tenant'

const listKey = (tenant: string) => ['connections', tenant] as const

export function useConnections() {
  const tenant = useTenant()
  return useQuery({ queryKey: listKey(tenant), queryFn: ({ signal }) => listConnections(tenant, signal) })
}

/** The flows that use one connection. */
export function useUsage(id: string, enabled: boolean) {
  const tenant = useTenant()
  return useQuery({
    queryKey: ['usage', tenant, id],
    queryFn: ({ signal }) => connectionUsage(tenant, id, signal),
    enabled,
    staleTime: 30_000,
  })
}

/** Asks the server again after something was changed. */
export function useConnectionsChanged() {
  const tenant = useTenant()
  const client = useQueryClient()
  return async () => {
    void client.invalidateQueries({ queryKey: ['usage', tenant] })
    void client.invalidateQueries({ queryKey: ['status', tenant] })
    await client.invalidateQueries({ queryKey: listKey(tenant) })
  }
}
