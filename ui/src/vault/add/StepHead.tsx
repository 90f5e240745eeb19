// Which step of the dialog this is.
import { Group, Text, Title } from '@mantine/core'
import type { Integration } from '../../api/types'
import { Logo } from '../../catalog/Logo'
import classes from '../vault.module.css'

interface Props {
  heading: string
  integration?: Integration
  /** The name chosen for the connection, once there is one. */
  name?: string
  at: number
  of: number
}

export function StepHead({ heading, integration, name, at, of }: Props) {
  return (
    <Group justify="space-between" wrap="nowrap" mb="md">
      <Group gap="sm" wrap="nowrap">
        {integration && <Logo appId={integration.app_id} name={integration.name} logo={integration.logo} size={36} />}
        <div style={{ minWidth: 0 }}>
          <Title order={2}>{heading}</Title>
          {integration && (
            <Text size="xs" c="dimmed" truncate>
              {name && name !== integration.name ? `${integration.name} · ${name}` : integration.name}
            </Text>
          )}
        </div>
      </Group>
      <ol className={classes.steps} aria-label={`Step ${at + 1} of ${of}`}>
        {Array.from({ length: of }, (_, index) => (
          <li key={index} data-done={index <= at || undefined} aria-current={index === at ? 'step' : undefined} />
        ))}
      </ol>
    </Group>
  )
}
