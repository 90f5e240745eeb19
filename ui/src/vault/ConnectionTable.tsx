// The Vault's table: one set of columns, the connections of each integration under its name.
import { Table } from '@mantine/core'
import type { Catalog } from '../catalog/useCatalog'
import page from '../shell/page.module.css'
import type { ConnectionGroup } from './grouping'
import { IntegrationGroup } from './IntegrationGroup'

interface Props {
  groups: readonly ConnectionGroup[]
  catalog?: Catalog
}

export function ConnectionTable({ groups, catalog }: Props) {
  return (
    <div className={page.card}>
      <Table.ScrollContainer minWidth={860} type="native">
        <Table className={page.table} verticalSpacing={9} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Connection name</Table.Th>
              <Table.Th w="21%">Account name</Table.Th>
              <Table.Th w={170}>Status</Table.Th>
              <Table.Th w={88}>Used by</Table.Th>
              <Table.Th w={124}>Last refreshed</Table.Th>
              <Table.Th w={124}>Expires</Table.Th>
              <Table.Th w={56} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          {groups.map(group => (
            <IntegrationGroup key={group.appId} group={group} integration={catalog?.integration(group.appId)} />
          ))}
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}
