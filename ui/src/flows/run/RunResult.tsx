// The outcome of a run, and its actions in the order they ran.
import { Badge, Divider, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react'
import type { ActionTrace, Execution } from '../../api/types'
import { durationInWords } from '../../time/relative_time'
import { useEditor } from '../editor_context'
import classes from '../flows.module.css'
import { titleOf } from '../panel/title'
import { JsonBlock } from './JsonBlock'

const COLOURS: Record<string, string> = { COMPLETED: 'teal', FAILED: 'red' }

export function RunResult({ execution }: { execution: Execution }) {
  const traces = execution.debug?.tracing ?? []
  const total = traces.reduce((sum, trace) => sum + (trace.duration_ms ?? 0), 0)
  return (
    <Stack gap="md" role="region" aria-label="Result of the run">
      <Divider />
      <Group justify="space-between">
        <Badge variant="light" color={COLOURS[execution.status] ?? 'gray'} role="status">
          {execution.status}
        </Badge>
        <Text size="xs" c="dimmed">
          {traces.length} {traces.length === 1 ? 'action' : 'actions'} in {durationInWords(total)}
        </Text>
      </Group>
      <div>
        {traces.map(trace => (
          <TraceLine key={trace.id} trace={trace} />
        ))}
      </div>
      {isGiven(execution.error) && <JsonBlock label="Error" value={execution.error} />}
      {isGiven(execution.output) && <JsonBlock label="Output of the flow" value={execution.output} />}
    </Stack>
  )
}

function TraceLine({ trace }: { trace: ActionTrace }) {
  const { catalog, select } = useEditor()
  const Icon = trace.error ? IconCircleXFilled : IconCircleCheckFilled
  const colour = trace.error ? 'var(--mantine-color-red-6)' : 'var(--mantine-color-teal-6)'
  return (
    <UnstyledButton className={classes.entry} onClick={() => select(trace.id)}>
      <Icon size={16} color={colour} style={{ flex: 'none' }} role="img" aria-label={trace.error ? 'Failed' : 'Done'} />
      <Text size="sm" truncate flex={1}>
        {trace.alias || titleOf(trace, catalog)}
      </Text>
      <Text size="xs" c="dimmed">
        {trace.duration_ms === undefined ? '' : durationInWords(trace.duration_ms)}
      </Text>
    </UnstyledButton>
  )
}

const isGiven = (value: unknown) => value !== undefined && value !== null
