// Which step of the dialog this is.
import { Group, Title } from '@mantine/core'
import type { Integration } from '../../api/types'
import { Logo } from '../../catalog/Logo'
import classes from '../vault.module.css'

interface Props {
  heading: string
  integration?: Integration
  at: number
  of: number
}

export function StepHead({ heading, integration, at, of }: Props) {
  return (
    <Group justify="space-between" wrap="nowrap" mb="md">
      <Group gap="sm" wrap="nowrap">
        {integration && <Logo appId={integration.app_id} name={integration.name} logo={integration.logo} size={36} />}
        <Title order={2}>{heading}</Title>
      </Group>
      <ol className={classes.steps} aria-label={`Step ${at + 1} of ${of}`}>
        {Array.from({ length: of }, (_, index) => (
          <li key={index} data-done={index <= at || undefined} aria-current={index === at ? 'step' : undefined} />
        ))}
      </ol>
    </Group>
  )
}
