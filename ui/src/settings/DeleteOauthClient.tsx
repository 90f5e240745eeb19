// Deletes a registration after saying which connections that would end.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { deleteOauthClient } from '../api/oauth_clients'
import type { OauthClient } from '../api/types'
import { Dialog } from '../shell/Dialog'
import { tell, tellFailure } from '../shell/tell'
import { useTenant } from '../shell/tenant'
import { useOauthClientsChanged } from '../vault/grant/useOauthClients'

interface Props {
  client: OauthClient
  /** Of the integration. */
  name: string
  uses: number
  onClose: () => void
}

export function DeleteOauthClient({ client, name, uses, onClose }: Props) {
  const tenant = useTenant()
  const changed = useOauthClientsChanged()
  const [busy, setBusy] = useState(false)

  async function remove() {
    setBusy(true)
    try {
      await deleteOauthClient(tenant, client.app_id)
      tell(`The OAuth client for ${name} was deleted`)
      await changed()
      onClose()
    } catch (error) {
      tellFailure(`The OAuth client for ${name} could not be deleted`, error)
      setBusy(false)
    }
  }

  return (
    <Dialog title={`Delete the OAuth client for ${name}?`} onClose={onClose}>
      <Stack gap="lg">
        {uses === 0 ? (
          <Text size="sm">
            No {name} connection has credentials. The client’s secret is erased here; at the service nothing changes.
          </Text>
        ) : (
          <Alert
            color="orange"
            variant="light"
            icon={<IconAlertTriangle size={18} />}
            title={uses === 1 ? `There is 1 ${name} connection` : `There are ${uses} ${name} connections`}
          >
            Those that were granted on the service’s page cannot be renewed without this client: they work until their
            present access ends, then flows that use them fail.
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red.8" loading={busy} onClick={remove}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
