// Step one: a searchable grid of what can be connected.
import { Button, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Integration } from '../../api/types'
import { Logo } from '../../catalog/Logo'
import { useCatalog } from '../../catalog/useCatalog'
import { PageError } from '../../shell/PageError'
import { SearchField } from '../../shell/SearchField'
import classes from '../vault.module.css'

interface Props {
  chosen?: Integration
  onChoose: (integration: Integration) => void
  onContinue: () => void
}

export function ChooseIntegration({ chosen, onChoose, onContinue }: Props) {
  const { catalog, error, refetch } = useCatalog()
  const [search, setSearch] = useState('')
  const offered = catalog?.integrations.filter(one => one.connectable && matches(one, search))

  function submit(event: FormEvent) {
    event.preventDefault()
    if (chosen) onContinue()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SearchField label="Search integrations" value={search} onChange={setSearch} width="100%" autoFocus />
        <Radio.Group
          aria-label="Integrations"
          value={chosen?.app_id ?? null}
          onChange={appId => {
            const integration = catalog?.integration(appId)
            if (integration) onChoose(integration)
          }}
        >
          <div className={classes.grid}>
            {!offered &&
              !error &&
              Array.from({ length: 12 }, (_, index) => <Skeleton key={index} h={64} radius="md" />)}
            {error && <PageError error={error} reset={() => void refetch()} />}
            {offered?.map(one => (
              <IntegrationCard key={one.app_id} integration={one} onPick={onContinue} />
            ))}
            {offered?.length === 0 && (
              <Text size="sm" c="dimmed" p="sm">
                No integration matches “{search}”.
              </Text>
            )}
          </div>
        </Radio.Group>
        <div className={classes.foot}>
          <Text size="sm" c="dimmed">
            {chosen ? chosen.name : 'Choose a service'}
          </Text>
          <Button type="submit" disabled={!chosen}>
            Continue
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function IntegrationCard({ integration, onPick }: { integration: Integration; onPick: () => void }) {
  return (
    <Radio.Card
      value={integration.app_id}
      className={classes.choice}
      radius="md"
      onDoubleClick={onPick}
      aria-label={`${integration.name}: ${integration.summary}`}
    >
      <Logo appId={integration.app_id} name={integration.name} logo={integration.logo} size={36} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {integration.name}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {integration.summary}
        </Text>
      </div>
    </Radio.Card>
  )
}

function matches(integration: Integration, search: string): boolean {
  const text =
    `${integration.name} ${integration.summary} ${integration.app_id} ${integration.actions.map(action => action.label).join(' ')}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}
