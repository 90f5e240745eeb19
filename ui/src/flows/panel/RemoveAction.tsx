// Says what goes with an action before it is removed.
import { Button, Group, Stack, Text } from '@mantine/core'
import { Dialog } from '../../shell/Dialog'

interface Props {
  name: string
  inside: number
  users: number
  onRemove: () => void
  onClose: () => void
}

export function RemoveAction({ name, inside, users, onRemove, onClose }: Props) {
  return (
    <Dialog title={`Delete “${name}”?`} onClose={onClose}>
      <Stack gap="lg">
        <div>
          {inside > 0 && (
            <Text size="sm">{`The ${plural(inside, 'action')} in its branches ${inside === 1 ? 'is' : 'are'} deleted with it.`}</Text>
          )}
          {users > 0 && (
            <Text size="sm">{`${plural(users, 'other action')} ${users === 1 ? 'uses' : 'use'} its output, which will be undefined.`}</Text>
          )}
        </div>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red.8"
            onClick={() => {
              onClose()
              onRemove()
            }}
          >
            Delete
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
