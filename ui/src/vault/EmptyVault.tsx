// What the Vault is for, told while there is nothing in it.
import { Group, List, Text, Title } from '@mantine/core'
import { Logo } from '../catalog/Logo'
import page from '../shell/page.module.css'

const SHOWN = [
  ['TWILIO', 'Twilio'],
  ['SLACK', 'Slack'],
  ['STRIPE', 'Stripe'],
  ['HTTP', 'HTTP'],
] as const

export function EmptyVault({ mayCreate }: { mayCreate: boolean }) {
  return (
    <div className={`${page.card} ${page.empty}`}>
      <Group gap="xs" mb="sm">
        {SHOWN.map(([appId, name]) => (
          <Logo key={appId} appId={appId} name={name} size={40} />
        ))}
      </Group>
      <Title order={2}>No connections yet</Title>
      <Text c="dimmed" maw={460} size="sm">
        A connection holds the credentials for one service under a name. Enter them once here, and every flow that needs
        the service picks the connection by its name.
      </Text>
      {mayCreate && (
        <List type="ordered" size="sm" c="dimmed" mt="md" ta="left" spacing={4}>
          <List.Item>Press Add Vault Connection and choose the service.</List.Item>
          <List.Item>Give the connection a name.</List.Item>
          <List.Item>Enter the credentials, or leave them for a colleague.</List.Item>
        </List>
      )}
    </div>
  )
}
