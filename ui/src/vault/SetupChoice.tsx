// Which of an integration's ways to connect, and what helps to find its values.
import { Anchor, Radio, SimpleGrid, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { Integration, Setup } from '../api/types'
import classes from './vault.module.css'

interface Props {
  integration: Integration
  setup?: Setup
  onChoose: (type: string) => void
}

export function SetupChoice({ integration, setup, onChoose }: Props) {
  return (
    <>
      {integration.setups.length > 1 && (
        <Radio.Group value={setup?.type ?? null} onChange={onChoose} aria-label="Type of credentials">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
            {integration.setups.map(one => (
              <Radio.Card key={one.type} value={one.type} className={classes.type}>
                <Radio.Indicator size="xs" />
                <Text size="sm" fw={500}>
                  {one.label}
                </Text>
              </Radio.Card>
            ))}
          </SimpleGrid>
        </Radio.Group>
      )}
      {setup?.help && (
        <Text size="sm" c="dimmed">
          {setup.help}
        </Text>
      )}
      {setup?.find && setup.method === 'form' && (
        <Anchor href={setup.find} target="_blank" rel="noreferrer" size="sm" className={classes.find}>
          Find these values at {integration.name}
          <IconExternalLink size={14} aria-hidden />
        </Anchor>
      )}
    </>
  )
}
