// Names the flows that use a connection, each a link to it.
import { Alert, Anchor, List, Skeleton, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Connection } from '../../api/types'
import { useTenant } from '../../shell/tenant'
import { useUsage } from '../useConnections'

interface Props {
  connection: Connection
  /** What stands above the list once it is known. */
  children: (flows: readonly { id: string; name: string }[]) => ReactNode
}

export function UsageList({ connection, children }: Props) {
  const tenant = useTenant()
  const { data, error } = useUsage(connection.id, true)
  if (error) return <Alert color="red">Which flows use it could not be found out: {error.message}</Alert>
  if (!data) return <Skeleton h={40} aria-label="Loading flows" />
  return (
    <Stack gap="sm">
      {children(data)}
      {data.length > 0 && (
        <List size="sm" spacing={4} mah={240} style={{ overflowY: 'auto' }}>
          {data.map(flow => (
            <List.Item key={flow.id}>
              <Anchor component={Link} size="sm" to="/t/$tenant/flows/$id" params={{ tenant, id: flow.id } as never}>
                {flow.name}
              </Anchor>
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  )
}
