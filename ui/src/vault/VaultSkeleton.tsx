// The Vault's outline while its connections are on their way.
import { Skeleton, Stack } from '@mantine/core'
import page from '../shell/page.module.css'

const WIDTHS = ['24%', '62%', '54%', '58%', '26%', '60%', '52%']

export function VaultSkeleton() {
  return (
    <Stack gap={26} p={16} className={page.card} role="status" aria-busy aria-label="Loading connections">
      {WIDTHS.map(width => (
        <Skeleton key={width} h={14} w={width} />
      ))}
    </Stack>
  )
}
