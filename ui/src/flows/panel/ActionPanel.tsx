// One action: what it is called, what it needs, and how its last run went.
import { Stack, Tabs } from '@mantine/core'
import { useState } from 'react'
import type { Action } from '../../api/types'
import { Logo } from '../../catalog/Logo'
import { useEditor } from '../editor_context'
import classes from '../flows.module.css'
import { TraceView } from '../run/TraceView'
import { type Place, replaceAt } from '../tree/action_tree'
import type { useDraft } from '../useDraft'
import { ActionButtons } from './ActionButtons'
import { ActionOptions } from './ActionOptions'
import { ActionParams } from './ActionParams'
import { ConnectionField } from './ConnectionField'
import { NameFields } from './NameFields'
import { PanelHead } from './PanelHead'
import { titleOf } from './title'

interface Props {
  place: Place
  draft: ReturnType<typeof useDraft>
  onClose: () => void
}

export function ActionPanel({ place, draft, onClose }: Props) {
  const { action, path } = place
  const { catalog, readOnly, traces, select } = useEditor()
  const trace = traces?.get(action.id)
  const [tab, setTab] = useState<string | null>(trace ? 'result' : 'settings')
  const integration = catalog?.integration(action.type)
  const change = (next: Action) => {
    draft.edit(actions => replaceAt(actions, path, next), action.id)
    if (next.id !== action.id) select(next.id)
  }
  const settings = (
    <Stack gap="md">
      <NameFields action={action} actions={draft.actions} onChange={change} readOnly={readOnly} />
      <ConnectionField action={action} integration={integration} onChange={change} readOnly={readOnly} />
      <ActionParams action={action} onChange={change} readOnly={readOnly} />
      <ActionOptions action={action} onChange={change} readOnly={readOnly} />
    </Stack>
  )
  return (
    <>
      <PanelHead
        title={titleOf(action, catalog)}
        below={integration?.name}
        mark={<Logo appId={action.type} name={integration?.name ?? action.type} logo={integration?.logo} />}
        onClose={onClose}
      >
        {!readOnly && <ActionButtons place={place} draft={draft} />}
      </PanelHead>
      {!trace && <div className={classes.panelBody}>{settings}</div>}
      {trace && (
        <Tabs value={tab} onChange={setTab} className={classes.panelTabs}>
          <Tabs.List px="sm">
            <Tabs.Tab value="settings">Settings</Tabs.Tab>
            <Tabs.Tab value="result">Last run</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="settings" className={classes.panelBody}>
            {settings}
          </Tabs.Panel>
          <Tabs.Panel value="result" className={classes.panelBody}>
            <TraceView trace={trace} />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  )
}
