// The flows of this tenant.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listFlows } from '../../api/flows'
import { useTenant } from '../../shell/tenant'

export function useFlows() {
  const tenant = useTenant()
  return useQuery({ queryKey: ['flows', tenant], queryFn: ({ signal }) => listFlows(tenant, signal) })
}

export function useFlowsChanged() {
  const tenant = useTenant()
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['flows', tenant] })
}
