// The Vault's outline while its connections are on their way.
import { Skeleton, Stack } from '@mantine/core'
import page from '../shell/page.module.css'

export function VaultSkeleton() {
  return (
    <Stack gap="lg" aria-busy aria-label="Loading connections">
      {[2, 3].map(rows => (
        <div key={rows} className={page.card}>
          <div className={page.cardHead}>
            <Skeleton w={32} h={32} radius={8} />
            <Skeleton w={120} h={14} />
          </div>
          <Stack gap={18} p={16}>
            {Array.from({ length: rows }, (_, row) => (
              <Skeleton key={row} h={14} />
            ))}
          </Stack>
        </div>
      ))}
    </Stack>
  )
}
