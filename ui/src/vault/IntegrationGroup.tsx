// The connections of one integration, as a table.
import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Integration } from '../api/types'
import { Logo } from '../catalog/Logo'
import page from '../shell/page.module.css'
import type { ConnectionGroup } from './grouping'
import { ConnectionRow } from './row/ConnectionRow'

/** Long groups start folded: the page stays fast and the next integration in sight. */
const SHOWN_AT_FIRST = 25

export function IntegrationGroup({ group, integration }: { group: ConnectionGroup; integration?: Integration }) {
  const [all, setAll] = useState(false)
  const count = group.connections.length
  const shown = all ? group.connections : group.connections.slice(0, SHOWN_AT_FIRST)
  return (
    <section className={page.card} aria-label={group.name}>
      <div className={page.cardHead}>
        <Logo appId={group.appId} name={group.name} logo={integration?.logo} />
        <div>
          <Text fw={600} size="md" component="h2">
            {group.name}
          </Text>
          <Text size="xs" c="dimmed">
            {count} {count === 1 ? 'connection' : 'connections'}
          </Text>
        </div>
      </div>
      <Table.ScrollContainer minWidth={820}>
        <Table className={page.table} verticalSpacing={9} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="26%">Connection name</Table.Th>
              <Table.Th w="22%">Account name</Table.Th>
              <Table.Th w={170}>Status</Table.Th>
              <Table.Th w={110}>Used by</Table.Th>
              <Table.Th>Last refreshed</Table.Th>
              <Table.Th>Created</Table.Th>
              <Table.Th w={56} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(connection => (
              <ConnectionRow key={connection.id} connection={connection} integration={integration} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown.length < count && (
        <Button variant="subtle" fullWidth radius={0} onClick={() => setAll(true)}>
          Show {count - shown.length} more
        </Button>
      )}
    </section>
  )
}
