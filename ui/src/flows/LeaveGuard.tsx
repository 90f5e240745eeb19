// Asks before unsaved changes are left behind.
import { Button, Group, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { Dialog } from '../shell/Dialog'

export function LeaveGuard({ isDirty, changes }: { isDirty: boolean; changes: string }) {
  const blocker = useBlocker({
    // Selecting an action also changes the address, but leads nowhere else.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog title="Leave without saving?" onClose={blocker.reset}>
      <Stack gap="lg">
        <Text size="sm">This flow has unsaved changes ({changes}). Leaving discards them.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={blocker.reset} data-autofocus>
            Stay
          </Button>
          <Button color="red.8" onClick={blocker.proceed}>
            Leave
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
