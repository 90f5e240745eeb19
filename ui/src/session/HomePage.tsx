// `/` leads to where the person was last: set-up, sign-in, a first tenant, or the Vault.
import { Center, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { isSetupNeeded } from '../api/session'
import { PageError } from '../shell/PageError'
import { FirstTenantPage } from './FirstTenantPage'
import { lastTenant } from './last_tenant'
import { useSession } from './useSession'

export function HomePage() {
  const session = useSession()
  const setup = useQuery({ queryKey: ['setup'], queryFn: isSetupNeeded, enabled: session.data === null })
  const error = session.error ?? setup.error
  if (error) return <PageError error={error} reset={() => void session.refetch()} />
  if (session.data) {
    const tenant = lastTenant(session.data.tenants)
    return tenant ? <Navigate to="/t/$tenant/vault" params={{ tenant: tenant.name }} replace /> : <FirstTenantPage />
  }
  if (setup.data === true) return <Navigate to="/setup" replace />
  if (setup.data === false) return <Navigate to="/sign-in" replace />
  return (
    <Center mih="100dvh">
      <Loader size="sm" aria-label="Loading" />
    </Center>
  )
}
