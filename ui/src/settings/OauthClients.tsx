// The tenant's registrations at vendors, or how they come about.
import { Skeleton, Text, Title } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useCatalog } from '../catalog/useCatalog'
import { PageError } from '../shell/PageError'
import page from '../shell/page.module.css'
import { useOauthClients } from '../vault/grant/useOauthClients'
import { OauthClientTable } from './OauthClientTable'
import { RegisterMenu } from './RegisterMenu'

export function OauthClients() {
  const { catalog } = useCatalog()
  const { data, error, refetch } = useOauthClients()
  if (!data && error) return <PageError error={error} reset={() => void refetch()} />
  if (!data || !catalog) return <Skeleton h={120} radius={12} aria-label="Loading the OAuth clients" />
  const register = <RegisterMenu catalog={catalog} clients={data.clients} redirectUri={data.redirectUri} />
  if (data.clients.length === 0) {
    return (
      <div className={`${page.card} ${page.empty}`}>
        <IconKey size={32} stroke={1.5} color="var(--quiet)" aria-hidden />
        <Title order={3}>No OAuth clients yet</Title>
        <Text c="dimmed" maw={480} size="sm" mb="sm">
          Services whose accounts are connected on their own page, such as HubSpot or Salesforce, want to know who asks.
          Register an OAuth client there once, and every connection of this tenant uses it.
        </Text>
        {register}
      </div>
    )
  }
  return (
    <>
      <OauthClientTable clients={data.clients} redirectUri={data.redirectUri} catalog={catalog} />
      <div style={{ marginTop: 12 }}>{register}</div>
    </>
  )
}
