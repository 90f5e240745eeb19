// The registrations, one row for each integration.
import { Table } from '@mantine/core'
import type { OauthClient } from '../api/types'
import type { Catalog } from '../catalog/useCatalog'
import page from '../shell/page.module.css'
import { useConnections } from '../vault/useConnections'
import { OauthClientRow } from './OauthClientRow'

interface Props {
  clients: readonly OauthClient[]
  redirectUri: string
  catalog: Catalog
}

export function OauthClientTable({ clients, redirectUri, catalog }: Props) {
  const connections = useConnections().data
  return (
    <div className={page.card}>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table className={page.table} verticalSpacing={10} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="24%">Integration</Table.Th>
              <Table.Th w="30%">Client ID</Table.Th>
              <Table.Th w="20%">Status</Table.Th>
              <Table.Th>Used by</Table.Th>
              <Table.Th>Changed</Table.Th>
              <Table.Th w={56} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {clients.map(client => (
              <OauthClientRow
                key={client.app_id}
                client={client}
                integration={catalog.integration(client.app_id)}
                redirectUri={redirectUri}
                uses={connections?.filter(one => one.app_id === client.app_id && one.ready).length}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}
