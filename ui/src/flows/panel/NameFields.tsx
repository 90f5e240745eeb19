// The id that references use, and the alias that people read.
import { Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Action } from '../../api/types'
import { type Actions, places } from '../tree/action_tree'

const LONGEST_ALIAS = 100

interface Props {
  action: Action
  actions: Actions
  onChange: (action: Action) => void
  readOnly: boolean
}

export function NameFields({ action, actions, onChange, readOnly }: Props) {
  const [id, setId] = useState(action.id)
  const users = usersOf(action.id, actions)
  const fault = faultOf(id, action, actions)

  function keepId() {
    if (fault || id === action.id) return setId(action.id)
    onChange({ ...action, id })
  }

  return (
    <>
      <Group gap="sm" align="flex-start" grow wrap="nowrap">
        <TextInput
          label="ID"
          required
          readOnly={readOnly}
          spellCheck={false}
          error={id === action.id ? undefined : fault}
          value={id}
          onChange={event => setId(event.currentTarget.value)}
          // Kept when the field is left: each letter would be another id.
          onBlur={keepId}
        />
        <TextInput
          label="Alias"
          maxLength={LONGEST_ALIAS}
          readOnly={readOnly}
          value={action.alias ?? ''}
          onChange={event =>
            onChange({ ...action, alias: event.currentTarget.value === '' ? undefined : event.currentTarget.value })
          }
        />
      </Group>
      {id !== action.id && users > 0 && (
        <Text size="xs" c="var(--warning)" role="status">
          {users} {users === 1 ? 'action refers' : 'actions refer'} to it by the old ID and must be changed by hand.
        </Text>
      )}
    </>
  )
}

function faultOf(id: string, action: Action, actions: Actions): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(id)) return 'Letters, digits, - and _ only'
  const taken = places(actions).some(place => place.action !== action && place.action.id === id)
  return taken ? 'Another action has this ID' : undefined
}

/** How many other actions mention this one in a template. */
export function usersOf(id: string, actions: Actions): number {
  const mention = new RegExp(`actions\\.${id.replace(/[^\w]/g, '\\$&')}(?![\\w-])`)
  return places(actions).filter(({ action }) => {
    if (action.id === id) return false
    const { then: _, else: __, ...own } = action.params ?? {}
    return mention.test(JSON.stringify(own))
  }).length
}
