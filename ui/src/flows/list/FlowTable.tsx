// Flows as a table; the skeleton has the same shape.
import { Anchor, Skeleton, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FlowSummary } from '../../api/types'
import page from '../../shell/page.module.css'
import { useTenant } from '../../shell/tenant'
import { RelativeTime } from '../../time/RelativeTime'
import { FlowMenu } from './FlowMenu'

export function FlowTable({ flows }: { flows?: readonly FlowSummary[] }) {
  return (
    <div className={page.card}>
      <Table.ScrollContainer minWidth={640} type="native">
        <Table className={page.table} verticalSpacing={10} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="46%">Name</Table.Th>
              <Table.Th>Last run</Table.Th>
              <Table.Th>Changed</Table.Th>
              <Table.Th>Created</Table.Th>
              <Table.Th w={56} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {flows ? flows.map(flow => <FlowRow key={flow.id} flow={flow} />) : <SkeletonRows />}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}

function FlowRow({ flow }: { flow: FlowSummary }) {
  const tenant = useTenant()
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          component={Link}
          to="/t/$tenant/flows/$id"
          params={{ tenant, id: flow.id } as never}
          size="sm"
          fw={550}
          c="inherit"
          lineClamp={1}
        >
          {flow.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {flow.executed_at ? (
          <RelativeTime at={flow.executed_at} />
        ) : (
          <Text size="sm" c="dimmed">
            Never
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RelativeTime at={flow.updated_at} />
      </Table.Td>
      <Table.Td>
        <RelativeTime at={flow.created_at} />
      </Table.Td>
      <Table.Td ta="right" pr={12}>
        <FlowMenu flow={flow} />
      </Table.Td>
    </Table.Tr>
  )
}

const SkeletonRows = () => (
  <>
    {[60, 45, 52].map(width => (
      <Table.Tr key={width}>
        <Table.Td colSpan={5}>
          <Skeleton h={14} w={`${width}%`} my={6} />
        </Table.Td>
      </Table.Tr>
    ))}
  </>
)
