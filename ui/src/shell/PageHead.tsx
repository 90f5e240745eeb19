// The top of a page: its name, what it is for, and what can be done here.
import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface Props {
  title: string
  lead: string
  children?: ReactNode
}

export function PageHead({ title, lead, children }: Props) {
  return (
    <Group justify="space-between" align="flex-end" gap="md" mb="lg">
      <div>
        <Title order={1}>{title}</Title>
        <Text c="dimmed" size="sm" mt={2}>
          {lead}
        </Text>
      </div>
      <Group gap="sm">{children}</Group>
    </Group>
  )
}
