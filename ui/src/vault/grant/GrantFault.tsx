// Why the vendor's page could not be opened.
import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'

export function GrantFault({ fault }: { fault?: string }) {
  if (!fault) return null
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle size={18} />}
      title="The service’s page could not be opened"
    >
      {fault}
    </Alert>
  )
}
