// Stands where a Connect button will open the vendor's consent page.
import { Alert } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { Integration } from '../api/types'

export function ConsentNotice({ integration }: { integration: Integration }) {
  return (
    <Alert color="gray" variant="light" icon={<IconInfoCircle size={18} />}>
      {integration.name} is connected on its own consent page, which this version of the console cannot open yet. Create
      an empty connection now; flows can already refer to it.
    </Alert>
  )
}
