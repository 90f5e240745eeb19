// The flows that use a connection.
import { Text } from '@mantine/core'
import type { Connection } from '../../api/types'
import { Dialog } from '../../shell/Dialog'
import { UsageList } from './UsageList'

export function WhereUsed({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  return (
    <Dialog title={`Where “${connection.name}” is used`} onClose={onClose}>
      <UsageList connection={connection}>
        {flows =>
          flows.length === 0 ? (
            <Text size="sm" c="dimmed">
              No flow uses this connection.
            </Text>
          ) : null
        }
      </UsageList>
    </Dialog>
  )
}
