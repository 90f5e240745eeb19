// Deletes a connection after saying which flows that would break.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { deleteConnection } from '../../api/connections'
import type { Connection } from '../../api/types'
import { Dialog } from '../../shell/Dialog'
import { tell, tellFailure } from '../../shell/tell'
import { useTenant } from '../../shell/tenant'
import { useConnectionsChanged } from '../useConnections'
import { UsageList } from './UsageList'

export function DeleteConnection({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const tenant = useTenant()
  const changed = useConnectionsChanged()
  const [busy, setBusy] = useState(false)

  async function remove() {
    setBusy(true)
    try {
      await deleteConnection(tenant, connection.id)
      tell(`${connection.name} was deleted`)
      await changed()
      onClose()
    } catch (error) {
      tellFailure(`${connection.name} could not be deleted`, error)
      setBusy(false)
    }
  }

  return (
    <Dialog title={`Delete “${connection.name}”?`} onClose={onClose}>
      <Stack gap="lg">
        <UsageList connection={connection}>
          {flows =>
            flows.length === 0 ? (
              <Text size="sm">No flow uses it. Its credentials are erased and cannot be brought back.</Text>
            ) : (
              <Alert
                color="orange"
                variant="light"
                icon={<IconAlertTriangle size={18} />}
                title={`${flows.length === 1 ? '1 flow uses' : `${flows.length} flows use`} this connection`}
              >
                Deleting it makes these flows fail when they reach it. Its credentials are erased and cannot be brought
                back.
              </Alert>
            )
          }
        </UsageList>
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
