// How one action went: what it was given, what it answered, or why it failed.
import { Badge, Group, Stack, Text } from '@mantine/core'
import type { ActionTrace } from '../../api/types'
import { durationInWords } from '../../time/relative_time'
import { JsonBlock } from './JsonBlock'

export function TraceView({ trace }: { trace: ActionTrace }) {
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Badge variant="light" color={trace.error ? 'red' : 'teal'}>
          {trace.error ? 'Failed' : 'Done'}
        </Badge>
        {trace.status !== undefined && trace.status !== null && (
          <Badge variant="default" tt="none">
            Status code {trace.status}
          </Badge>
        )}
        {trace.duration_ms !== undefined && (
          <Text size="xs" c="dimmed">
            {durationInWords(trace.duration_ms)}
          </Text>
        )}
      </Group>
      {trace.error ? <JsonBlock label="Error" value={trace.error} /> : null}
      <JsonBlock label="Input" value={trace.input ?? null} />
      {!trace.error && <JsonBlock label="Output" value={trace.output ?? null} />}
    </Stack>
  )
}
