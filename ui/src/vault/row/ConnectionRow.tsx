// One connection in the Vault's table.
import { Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Connection, Integration } from '../../api/types'
import { RelativeTime } from '../../time/RelativeTime'
import { ConnectionStatus } from '../ConnectionStatus'
import { ConnectionDialogs, type RowDialog } from './ConnectionDialogs'
import { RowMenu } from './RowMenu'
import { UsedBy } from './UsedBy'

interface Props {
  connection: Connection
  integration?: Integration
}

export function ConnectionRow({ connection, integration }: Props) {
  const [dialog, setDialog] = useState<RowDialog>()
  return (
    <Table.Tr data-connection={connection.name}>
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
        <ConnectionStatus connection={connection} withWords />
      </Table.Td>
      <Table.Td>
        <UsedBy connection={connection} onOpen={() => setDialog('usage')} />
      </Table.Td>
      <Table.Td>
        {connection.refreshed_at ? (
          <RelativeTime at={connection.refreshed_at} />
        ) : (
          <Text size="sm" c="dimmed">
            None
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RelativeTime at={connection.created_at} />
      </Table.Td>
      <Table.Td ta="right" pr={12}>
        <RowMenu connection={connection} onOpen={setDialog} />
        <ConnectionDialogs
          dialog={dialog}
          connection={connection}
          integration={integration}
          onClose={() => setDialog(undefined)}
        />
      </Table.Td>
    </Table.Tr>
  )
}
