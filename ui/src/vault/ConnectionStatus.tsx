// Whether a connection can be used, as an icon with words behind it.
import { Group, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleCheckFilled } from '@tabler/icons-react'
import type { Connection } from '../api/types'

interface Props {
  connection: Pick<Connection, 'ready'>
  withWords?: boolean
}

export function ConnectionStatus({ connection, withWords = false }: Props) {
  const { words, help } = connection.ready
    ? { words: 'Ready', help: 'Ready to use' }
    : { words: 'Missing credentials', help: 'Missing credentials: flows that use it fail until they are entered' }
  return (
    <Tooltip label={help} disabled={withWords && connection.ready}>
      <Group
        gap={6}
        wrap="nowrap"
        component="span"
        display="flex"
        w="fit-content"
        data-status={connection.ready ? 'ready' : 'missing-credentials'}
      >
        <StatusIcon ready={connection.ready} label={withWords ? undefined : words} />
        {withWords && (
          <Text
            size="sm"
            component="span"
            c={connection.ready ? undefined : 'var(--warning)'}
            style={{ whiteSpace: 'nowrap' }}
          >
            {words}
          </Text>
        )}
      </Group>
    </Tooltip>
  )
}

export function StatusIcon({ ready, label, size = 16 }: { ready: boolean; label?: string; size?: number }) {
  const Icon = ready ? IconCircleCheckFilled : IconAlertTriangleFilled
  const colour = ready ? 'var(--mantine-color-teal-6)' : 'var(--mantine-color-orange-6)'
  return (
    <Icon
      size={size}
      color={colour}
      style={{ flex: 'none' }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  )
}
