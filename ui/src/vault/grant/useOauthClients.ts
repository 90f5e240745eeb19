// The tenant's registrations at vendors.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listOauthClients } from '../../api/oauth_clients'
import { useTenant } from '../../shell/tenant'

const listKey = (tenant: string) => ['oauth-clients', tenant] as const

export function useOauthClients() {
  const tenant = useTenant()
  return useQuery({ queryKey: listKey(tenant), queryFn: ({ signal }) => listOauthClients(tenant, signal) })
}

/** Asks again after a registration was changed. That may have changed how connections are. */
export function useOauthClientsChanged() {
  const tenant = useTenant()
  const client = useQueryClient()
  return async () => {
    void client.invalidateQueries({ queryKey: ['status', tenant] })
    await client.invalidateQueries({ queryKey: listKey(tenant) })
  }
}
