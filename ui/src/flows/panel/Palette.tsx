// Everything a flow can do, grouped by integration, searched by typing.
import { Skeleton, Stack, Text, UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { ActionDeclaration, Integration } from '../../api/types'
import { Logo } from '../../catalog/Logo'
import { SearchField } from '../../shell/SearchField'
import { useEditor } from '../editor_context'
import classes from '../flows.module.css'
import { PanelHead } from './PanelHead'

interface Props {
  onPick: (declaration: ActionDeclaration) => void
  onClose: () => void
}

export function Palette({ onPick, onClose }: Props) {
  const { catalog } = useEditor()
  const [search, setSearch] = useState('')
  const groups = catalog ? matching(catalog.integrations, search) : undefined
  const first = groups?.[0]?.actions[0]

  // Type, Enter: the first hit is taken.
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && search !== '' && first && event.target instanceof HTMLInputElement) onPick(first)
  }

  return (
    <>
      <PanelHead title="Add an action" onClose={onClose} />
      <div className={classes.panelBody} onKeyDown={onKeyDown}>
        <Stack gap="sm">
          <SearchField label="Search actions" value={search} onChange={setSearch} width="100%" autoFocus />
          {!groups && Array.from({ length: 8 }, (_, index) => <Skeleton key={index} h={36} />)}
          {groups?.length === 0 && (
            <Text size="sm" c="dimmed" role="status">
              No action matches “{search}”.
            </Text>
          )}
          {groups?.map(group => (
            <PaletteGroup key={group.integration.app_id} {...group} onPick={onPick} />
          ))}
        </Stack>
      </div>
    </>
  )
}

interface Group {
  integration: Integration
  actions: ActionDeclaration[]
}

function PaletteGroup({ integration, actions, onPick }: Group & { onPick: (declaration: ActionDeclaration) => void }) {
  return (
    <section aria-label={integration.name}>
      <div className={classes.groupName}>{integration.name}</div>
      {actions.map(declaration => (
        <UnstyledButton key={declaration.action} className={classes.entry} onClick={() => onPick(declaration)}>
          <Logo appId={integration.app_id} name={integration.name} logo={integration.logo} size={28} />
          <Text size="sm">{declaration.label}</Text>
        </UnstyledButton>
      ))}
    </section>
  )
}

function matching(integrations: readonly Integration[], search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const hits = (integration: Integration, declaration: ActionDeclaration) => {
    const text = `${declaration.label} ${integration.name} ${declaration.action} ${declaration.group}`.toLowerCase()
    return words.every(word => text.includes(word))
  }
  return integrations
    .map(integration => ({
      integration,
      actions: integration.actions.filter(declaration => hits(integration, declaration)),
    }))
    .filter(group => group.actions.length > 0)
}
