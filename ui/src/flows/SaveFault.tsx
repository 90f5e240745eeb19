// Why the server did not take the flow, with a way to the action it speaks of.
import { Alert, Anchor } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { pathInMessage } from './path_in_message'
import { type Actions, actionAt } from './tree/action_tree'

interface Props {
  message: string
  actions: Actions
  onSelect: (id: string) => void
}

export function SaveFault({ message, actions, onSelect }: Props) {
  const path = pathInMessage(message)
  const action = path && actionAt(actions, path)
  return (
    <Alert color="red" variant="light" radius={0} py="xs" role="alert" icon={<IconAlertTriangle size={18} />}>
      Not saved. {message}{' '}
      {action && (
        <Anchor component="button" type="button" size="sm" onClick={() => onSelect(action.id)}>
          Show {action.alias || action.id}
        </Anchor>
      )}
    </Alert>
  )
}
