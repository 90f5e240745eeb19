// What flows are, told while there is none.
import { Text, Title } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import page from '../../shell/page.module.css'

export function EmptyFlows() {
  return (
    <div className={`${page.card} ${page.empty}`}>
      <IconRoute size={36} stroke={1.5} color="var(--mantine-color-accent-6)" aria-hidden />
      <Title order={2}>No flows yet</Title>
      <Text c="dimmed" size="sm" maw={440}>
        A flow is a list of actions that run one after the other: send a text message, ask an API, decide what comes
        next. Each action uses a connection from the Vault.
      </Text>
    </div>
  )
}
