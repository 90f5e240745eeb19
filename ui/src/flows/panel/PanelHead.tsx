// The top of whatever the side panel shows.
import { CloseButton, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from '../flows.module.css'

interface Props {
  title: string
  below?: string
  mark?: ReactNode
  children?: ReactNode
  onClose?: () => void
}

export function PanelHead({ title, below, mark, children, onClose }: Props) {
  return (
    <div className={classes.panelHead}>
      <Group gap={10} wrap="nowrap" miw={0}>
        {mark}
        <div style={{ minWidth: 0 }}>
          <Text component="h2" fw={600} size="md" truncate title={title}>
            {title}
          </Text>
          {below && (
            <Text size="xs" c="dimmed" truncate>
              {below}
            </Text>
          )}
        </div>
      </Group>
      <Group gap={2} wrap="nowrap">
        {children}
        {onClose && <CloseButton aria-label="Close panel" onClick={onClose} />}
      </Group>
    </div>
  )
}
