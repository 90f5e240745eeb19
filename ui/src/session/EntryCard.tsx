// The frame of the pages a person sees before they are inside.
import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Mark } from '../shell/Mark'

interface Props {
  title: string
  lead: ReactNode
  children: ReactNode
}

export function EntryCard({ title, lead, children }: Props) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <Mark />
        <Paper withBorder radius="lg" p="xl" shadow="sm" bg="var(--surface)">
          <Title order={1} mb={6}>
            {title}
          </Title>
          <Text c="dimmed" size="sm" mb="lg">
            {lead}
          </Text>
          {children}
        </Paper>
      </Stack>
    </Center>
  )
}
