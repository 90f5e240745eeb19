// Everything under /t/<tenant>: lets in who may enter this tenant, and frames its pages.
import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core'
import { Link, Navigate, Outlet, useLocation, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { rememberTenant } from '../session/last_tenant'
import { useAccess, useSession } from '../session/useSession'
import { PageError } from './PageError'
import { Shell } from './Shell'
import { TenantProvider } from './tenant'

export function TenantLayout() {
  const { tenant } = useParams({ from: '/t/$tenant' })
  const session = useSession()
  const location = useLocation()
  const known = session.data?.tenants.some(one => one.name === tenant) ?? false
  const access = useAccess(tenant, known)
  useEffect(() => {
    if (known) rememberTenant(tenant)
  }, [known, tenant])

  if (session.error && !session.data) return <PageError error={session.error} reset={() => void session.refetch()} />
  if (access.error && !access.data) return <PageError error={access.error} reset={() => void access.refetch()} />
  // What may be done here is known before the page is drawn, so that no button appears late.
  if (session.data === undefined || (known && access.data === undefined)) {
    return (
      <Center mih="100dvh">
        <Loader size="sm" aria-label="Loading" />
      </Center>
    )
  }
  if (session.data === null) return <Navigate to="/sign-in" search={{ next: location.href }} replace />
  if (!known) return <NoSuchTenant name={tenant} />
  return (
    // Keyed: nothing typed or open in one tenant survives into another.
    <TenantProvider key={tenant} name={tenant}>
      <Shell session={{ ...session.data, role: access.data?.role ?? session.data.role }}>
        <Outlet />
      </Shell>
    </TenantProvider>
  )
}

function NoSuchTenant({ name }: { name: string }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" gap="xs" maw={420} ta="center">
        <Title order={1}>No tenant “{name}”</Title>
        <Text c="dimmed">It does not exist, or you do not belong to it.</Text>
        <Button component={Link} to="/" mt="sm">
          Go to your tenant
        </Button>
      </Stack>
    </Center>
  )
}
