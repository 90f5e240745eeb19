// The catalogue of this tenant's server: what can be connected and what flows can do.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listIntegrations } from '../api/catalog'
import type { Action, ActionDeclaration, Integration } from '../api/types'
import { useTenant } from '../shell/tenant'

export interface Catalog {
  integrations: readonly Integration[]
  integration(appId: string): Integration | undefined
  declaration(action: Pick<Action, 'type' | 'action'>): ActionDeclaration | undefined
}

export function useCatalog() {
  const tenant = useTenant()
  const { data, error, refetch } = useQuery({
    queryKey: ['catalog', tenant],
    queryFn: ({ signal }) => listIntegrations(tenant, signal),
    // It changes only when the server restarts with other files.
    staleTime: 10 * 60_000,
  })
  const catalog = useMemo(() => (data ? catalogOf(data) : undefined), [data])
  return { catalog, error, refetch }
}

function catalogOf(integrations: readonly Integration[]): Catalog {
  const byId = new Map(integrations.map(one => [one.app_id, one]))
  const key = ({ type, action }: { type: string; action: string }) => `${type}.${action}`
  const declarations = new Map(integrations.flatMap(one => one.actions.map(action => [key(action), action] as const)))
  return {
    integrations,
    integration: appId => byId.get(appId),
    declaration: action => declarations.get(key(action)),
  }
}
