// The top of a page: its name, what it is for, and what can be done here.
import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page.module.css'

interface Props {
  title: string
  lead: string
  children?: ReactNode
}

export function PageHead({ title, lead, children }: Props) {
  return (
    <div className={classes.head}>
      <div>
        <Title order={1}>{title}</Title>
        <Text c="dimmed" size="sm" mt={2}>
          {lead}
        </Text>
      </div>
      <Group gap="sm" wrap="nowrap">
        {children}
      </Group>
    </div>
  )
}
