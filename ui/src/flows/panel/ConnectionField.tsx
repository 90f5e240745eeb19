// Which vault connection an action uses; a new one can be made without leaving the flow.
import { ActionIcon, Select, Stack, Tooltip } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Action, Connection, Integration } from '../../api/types'
import { withMember } from '../../form/values'
import { useMay } from '../../session/useSession'
import { AddConnection } from '../../vault/add/AddConnection'
import { StateIcon } from '../../vault/status/StateIcon'
import { stateOf, wordsOf } from '../../vault/status/status_words'
import { useStatus } from '../../vault/status/useStatus'
import { useConnections } from '../../vault/useConnections'
import { useEditor } from '../editor_context'
import classes from '../flows.module.css'
import { ChosenConnection } from './ChosenConnection'

interface Props {
  action: Action
  integration?: Integration
  onChange: (action: Action) => void
  readOnly: boolean
}

export function ConnectionField({ action, integration, onChange, readOnly }: Props) {
  const { catalog } = useEditor()
  const { data } = useConnections()
  const mayCreate = useMay('create:flows_vault_connections')
  const [adding, setAdding] = useState(false)
  const id = typeof action.params?.connection_id === 'string' ? action.params.connection_id : null
  const chosen = data?.find(connection => connection.id === id && connection.app_id === integration?.app_id)
  const { data: status } = useStatus(chosen?.id, true)
  const need = catalog?.declaration(action)?.connection ?? 'none'
  if (need === 'none' || !integration) return null

  const usable = (data ?? []).filter(connection => connection.app_id === integration.app_id)
  const state = chosen && stateOf(chosen, status)
  const choose = (next: string | null) =>
    onChange({ ...action, params: withMember(action.params ?? {}, 'connection_id', next ?? undefined) })

  return (
    <Stack gap={4}>
      <div className={classes.connection}>
        <Select
          label="Vault connection"
          required={need === 'required'}
          placeholder={data ? (usable.length === 0 ? 'None yet: add one with +' : 'Choose a connection') : 'Loading…'}
          readOnly={readOnly}
          clearable={need === 'optional' && !readOnly}
          clearButtonProps={{ 'aria-label': 'Clear Vault connection' }}
          allowDeselect={false}
          checkIconPosition="right"
          searchable={usable.length > 8}
          data={optionsFor(usable, id, data !== undefined)}
          value={id}
          onChange={choose}
          leftSection={state && <StateIcon state={state} />}
          renderOption={({ option }) => (
            <ConnectionOption name={option.label} connection={usable.find(one => one.id === option.value)} />
          )}
        />
        {mayCreate && !readOnly && (
          <Tooltip label="New connection">
            <ActionIcon variant="default" size={36} aria-label="New connection" onClick={() => setAdding(true)}>
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {id && data && <ChosenConnection connection={chosen} state={state ?? 'empty'} integration={integration} />}
      {adding && (
        <AddConnection
          integration={integration}
          onClose={() => setAdding(false)}
          onCreated={created => choose(created.id)}
        />
      )}
    </Stack>
  )
}

function ConnectionOption({ name, connection }: { name: string; connection?: Connection }) {
  // One of many: how it really is, is asked for once it is chosen.
  const state = connection && stateOf(connection)
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
      {state && <StateIcon state={state} label={wordsOf(state).words} />}
      {name}
    </span>
  )
}

/** An id that leads nowhere stays visible: it came with the flow and may be meant. */
function optionsFor(usable: readonly Connection[], id: string | null, known: boolean) {
  const options = usable.map(connection => ({ value: connection.id, label: connection.name }))
  if (id === null || usable.some(connection => connection.id === id)) return options
  return [...options, { value: id, label: known ? `Unknown: ${id}` : '…' }]
}
