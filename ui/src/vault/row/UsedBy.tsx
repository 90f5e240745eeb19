// How many flows use a connection. Asked only for rows that are in sight.
import { Anchor, Skeleton, Text } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import { useRef } from 'react'
import type { Connection } from '../../api/types'
import { useUsage } from '../useConnections'

export function UsedBy({ connection, onOpen }: { connection: Connection; onOpen: () => void }) {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>()
  const seen = useRef(false)
  seen.current ||= inViewport
  const { data, error } = useUsage(connection.id, seen.current)
  const count = data?.length ?? 0
  return (
    <span ref={ref}>
      {!data && !error && <Skeleton h={12} w={56} component="span" display="inline-block" />}
      {error && '?'}
      {data && count === 0 && (
        <Text size="sm" c="dimmed" component="span">
          No flow
        </Text>
      )}
      {data && count > 0 && (
        <Anchor component="button" type="button" size="sm" c="inherit" underline="hover" onClick={onOpen}>
          {count} {count === 1 ? 'flow' : 'flows'}
        </Anchor>
      )}
    </span>
  )
}
