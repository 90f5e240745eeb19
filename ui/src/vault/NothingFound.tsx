// A search without result.
import { Button, Text } from '@mantine/core'
import page from '../shell/page.module.css'

export function NothingFound({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <div className={`${page.card} ${page.empty}`} role="status">
      <Text fw={600}>Nothing matches “{search}”</Text>
      <Button variant="subtle" onClick={onClear}>
        Clear search
      </Button>
    </div>
  )
}
