// Short messages in the corner: what was done, or why it was not.
import { notifications } from '@mantine/notifications'
import { IconCheck, IconX } from '@tabler/icons-react'

export function tell(title: string, message?: string) {
  notifications.show({
    title,
    message,
    color: 'teal',
    icon: <IconCheck size={16} />,
    closeButtonProps: { 'aria-label': 'Close' },
  })
}

export function tellFailure(title: string, error: unknown) {
  const message = error instanceof Error ? error.message : 'The reason is unknown.'
  // Stays longer than a success: it has to be read.
  notifications.show({
    title,
    message,
    color: 'red',
    icon: <IconX size={16} />,
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': 'Close' },
  })
}
