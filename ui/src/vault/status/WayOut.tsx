// What a person can do about a connection's state, the most useful thing last.
import { Button, Group, Stack, Text } from '@mantine/core'
import type { Connection, Integration, Status } from '../../api/types'
import { useMay } from '../../session/useSession'
import { GrantFault } from '../grant/GrantFault'
import { grantedSetup, vendorOf } from '../grant/granted_setup'
import { useGrant } from '../grant/useGrant'
import type { RowDialog } from '../row/ConnectionDialogs'
import { wasGranted } from './status_words'

interface Props {
  connection: Connection
  integration?: Integration
  status: Status
  onOpen: (dialog: RowDialog) => void
}

export function WayOut({ connection, integration, status, onOpen }: Props) {
  const mayUpdate = useMay('update:flows_vault_connections')
  if (!mayUpdate || !integration) return null
  const isGrant = grantedSetup(integration) !== undefined && (integration.setups.length === 1 || wasGranted(status))
  if (isGrant && connection.ready && status.state !== 'misconfigured') {
    return <GrantAgain connection={connection} integration={integration} status={status} onOpen={onOpen} />
  }
  return (
    <Group justify="flex-end">
      {isGrant ? (
        <Button onClick={() => onOpen('reconnect')}>
          {status.state === 'misconfigured' ? 'Look at the OAuth client' : `Connect with ${integration.name}`}
        </Button>
      ) : (
        <Button variant="default" onClick={() => onOpen('credentials')}>
          Edit credentials
        </Button>
      )}
    </Group>
  )
}

function GrantAgain({ connection, integration, status, onOpen }: Props & { integration: Integration }) {
  const grant = useGrant(async () => connection)
  const isUrgent = status.state === 'reconnect_required'
  return (
    <Stack gap="sm">
      <GrantFault fault={grant.fault} />
      <Text size="xs" c="dimmed">
        Connecting again leads to {vendorOf(integration)}’s page.{' '}
        {!isUrgent && 'What is connected now keeps working until the new access has proved good.'}
      </Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="subtle" onClick={() => onOpen('reconnect')} disabled={grant.busy}>
          Connect another account
        </Button>
        {status.state === 'scopes_missing' ? (
          <Button loading={grant.busy} onClick={() => grant.begin({ scopes: status.scopes.missing })}>
            Grant more
          </Button>
        ) : (
          <Button variant={isUrgent ? 'filled' : 'default'} loading={grant.busy} onClick={() => grant.begin({})}>
            Connect again
          </Button>
        )}
      </Group>
    </Stack>
  )
}
