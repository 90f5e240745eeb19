// One connection in the Vault's table. How it is, is asked for while the row is in sight.
import { Table, Text } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import type { Connection, Integration } from '../../api/types'
import { StatusBadge } from '../status/StatusBadge'
import { stateOf } from '../status/status_words'
import { useStatus } from '../status/useStatus'
import { RelativeTime } from '../../time/RelativeTime'
import { ConnectionDialogs, type RowDialog } from './ConnectionDialogs'
import { RowMenu } from './RowMenu'
import { UsedBy } from './UsedBy'

interface Props {
  connection: Connection
  integration?: Integration
}

export function ConnectionRow({ connection, integration }: Props) {
  const [dialog, setDialog] = useState<RowDialog>()
  const { ref, inViewport } = useInViewport<HTMLTableRowElement>()
  const { data: status } = useStatus(connection.id, inViewport)
  const refreshedAt = status?.last_refresh ?? connection.refreshed_at
  return (
    <Table.Tr ref={ref} data-connection={connection.name}>
      <Table.Td>
        <Text size="sm" fw={550} truncate title={connection.name}>
          {connection.name}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" c={connection.account_name ? undefined : 'dimmed'} truncate title={connection.account_name}>
          {connection.account_name ?? '–'}
        </Text>
      </Table.Td>
      <Table.Td>
        <StatusBadge
          state={stateOf(connection, status)}
          name={connection.name}
          reason={status?.reason}
          onOpen={() => setDialog('status')}
        />
      </Table.Td>
      <Table.Td>
        <UsedBy connection={connection} onOpen={() => setDialog('usage')} />
      </Table.Td>
      <Table.Td>
        <OrDash>{refreshedAt && <RelativeTime at={refreshedAt} />}</OrDash>
      </Table.Td>
      <Table.Td>
        <OrDash>{status?.expires_at && <RelativeTime at={status.expires_at} />}</OrDash>
      </Table.Td>
      <Table.Td ta="right" pr={12}>
        <RowMenu connection={connection} integration={integration} status={status} onOpen={setDialog} />
        <ConnectionDialogs
          dialog={dialog}
          connection={connection}
          integration={integration}
          onOpen={setDialog}
          onClose={() => setDialog(undefined)}
        />
      </Table.Td>
    </Table.Tr>
  )
}

function OrDash({ children }: { children: ReactNode }) {
  if (children) return children
  return (
    <Text size="sm" c="dimmed">
      –
    </Text>
  )
}
