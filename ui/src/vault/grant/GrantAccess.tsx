// The way to the vendor's page, where the account's owner grants a connection: by way of the registration where there
// is none yet.
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Connection, Integration, OauthClient } from '../../api/types'
import { useMay } from '../../session/useSession'
import { PageError } from '../../shell/PageError'
import { ScopeList } from '../status/ScopeList'
import classes from '../vault.module.css'
import { GrantFault } from './GrantFault'
import { type GrantedSetup, vendorOf } from './granted_setup'
import { RegisteredClient } from './RegisteredClient'
import { RegistrationForm } from './RegistrationForm'
import { useGrant } from './useGrant'
import { useOauthClients } from './useOauthClients'

interface Props {
  integration: Integration
  setup: GrantedSetup
  /** Gives the connection that is granted; makes it where there is none yet. */
  prepare: () => Promise<Pick<Connection, 'id' | 'updated_at'>>
  /** What the button says that leads to the vendor's page. */
  action: string
  /** The person has said that the account may change. */
  anotherAccount?: boolean
  /** Stands between the client and the buttons. */
  children?: ReactNode
  /** At the left of the foot. */
  leading: ReactNode
}

export function GrantAccess(props: Props) {
  const { integration, setup, prepare, action, anotherAccount, children, leading } = props
  const mayRegister = useMay('update:flows_vault_connections')
  const { data, error, refetch } = useOauthClients()
  const [changing, setChanging] = useState(false)
  const grant = useGrant(prepare)
  const begin = () => grant.begin(anotherAccount ? { another_account: true } : {})

  if (!data && error) return <PageError error={error} reset={() => void refetch()} />
  if (!data) return <Skeleton h={140} aria-label="Loading the OAuth client" />
  const client = data.clients.find(one => one.app_id === integration.app_id)
  if (!client && !mayRegister) return <NotRegistered integration={integration} leading={leading} />
  if (!client || changing) {
    return (
      <RegistrationForm
        integration={integration}
        setup={setup}
        redirectUri={data.redirectUri}
        client={client}
        submit={client ? 'Save OAuth client' : `Save and ${action.charAt(0).toLowerCase()}${action.slice(1)}`}
        leading={changing ? <Back onClick={() => setChanging(false)} /> : leading}
        busy={grant.busy}
        onSaved={() => (client ? setChanging(false) : void begin())}
      />
    )
  }
  return (
    <Stack gap="md">
      <RegisteredClient integration={integration} client={client} onChange={() => setChanging(true)} />
      <AskedFor integration={integration} setup={setup} client={client} />
      {children}
      <GrantFault fault={grant.fault} />
      <div className={classes.foot}>
        {leading}
        <Button onClick={begin} loading={grant.busy}>
          {action}
        </Button>
      </div>
    </Stack>
  )
}

const Back = ({ onClick }: { onClick: () => void }) => (
  <Button variant="default" onClick={onClick}>
    Back
  </Button>
)

function AskedFor({ integration, setup, client }: Pick<Props, 'integration' | 'setup'> & { client: OauthClient }) {
  const scopes = [...new Set([...setup.oauth.scopes.base, ...client.scopes])]
  const what = scopes.length > 0 ? 'these permissions, and for those that flows' : 'the permissions that flows'
  return (
    <Stack gap={6}>
      <Text size="sm">
        You continue on {vendorOf(integration)}’s page, choose the account there and agree. You are asked for{' '}
        {what} with this connection need{scopes.length > 0 ? ':' : '.'}
      </Text>
      {scopes.length > 0 && <ScopeList label="Scopes asked for" scopes={scopes} />}
    </Stack>
  )
}

function NotRegistered({ integration, leading }: Pick<Props, 'integration' | 'leading'>) {
  return (
    <Stack gap="md">
      <Text size="sm">
        Nobody has registered an OAuth client for {integration.name} in this tenant yet. Ask an owner or editor to do so
        under Settings.
      </Text>
      <Group>{leading}</Group>
    </Stack>
  )
}
