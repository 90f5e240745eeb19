// The connections of one integration, as a part of the Vault's table.
import { Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Integration } from '../api/types'
import { Logo } from '../catalog/Logo'
import page from '../shell/page.module.css'
import type { ConnectionGroup } from './grouping'
import { ConnectionRow } from './row/ConnectionRow'

/** Long groups start folded: the page stays fast and the next integration in sight. */
const SHOWN_AT_FIRST = 25
const COLUMNS = 7

export function IntegrationGroup({ group, integration }: { group: ConnectionGroup; integration?: Integration }) {
  const [all, setAll] = useState(false)
  const count = group.connections.length
  const shown = all ? group.connections : group.connections.slice(0, SHOWN_AT_FIRST)
  return (
    <Table.Tbody data-integration={group.appId}>
      <Table.Tr className={page.band}>
        <Table.Th colSpan={COLUMNS} scope="rowgroup">
          <Group gap={10} wrap="nowrap">
            <Logo appId={group.appId} name={group.name} logo={integration?.logo} size={26} />
            <Text fw={600} size="sm" component="span" c="var(--mantine-color-text)">
              {group.name}
            </Text>
            <Text size="xs" c="dimmed" component="span">
              {count} {count === 1 ? 'connection' : 'connections'}
            </Text>
          </Group>
        </Table.Th>
      </Table.Tr>
      {shown.map(connection => (
        <ConnectionRow key={connection.id} connection={connection} integration={integration} />
      ))}
      {shown.length < count && (
        <Table.Tr>
          <Table.Td colSpan={COLUMNS}>
            <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
              Show {count - shown.length} more
            </Button>
          </Table.Td>
        </Table.Tr>
      )}
    </Table.Tbody>
  )
}
