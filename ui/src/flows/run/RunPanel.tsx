// Runs the flow with an input written as JSON, and shows what came of it.
import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { CodeEditor } from '../../editor/CodeEditor'
import classes from '../flows.module.css'
import { PanelHead } from '../panel/PanelHead'
import type { useRun } from '../useRun'
import { RunResult } from './RunResult'

const FIRST_INPUT = JSON.stringify({ fields: {}, context: {}, vars: {} }, null, 2)

interface Props {
  hidden: boolean
  run: ReturnType<typeof useRun>
  isDirty: boolean
  onRunFlow: (input: string) => Promise<void>
  onClose: () => void
}

export function RunPanel({ hidden, run, isDirty, onRunFlow, onClose }: Props) {
  const [input, setInput] = useState(FIRST_INPUT)
  const [wasOpen, setWasOpen] = useState(!hidden)
  if (!hidden && !wasOpen) setWasOpen(true)
  const fault = faultIn(input)
  // The editor is not even fetched before the panel was opened once.
  if (!wasOpen) return null
  return (
    <div hidden={hidden} style={{ display: hidden ? 'none' : 'contents' }}>
      <PanelHead
        title="Run this flow"
        below={isDirty ? 'As it stands here, with unsaved changes' : 'As it is saved'}
        onClose={onClose}
      />
      <div className={classes.panelBody}>
        <Stack gap="md">
          <div>
            <Text size="sm" fw={500} mb={4}>
              Input
            </Text>
            <Text size="xs" c="dimmed" mb={6}>
              What actions read as {'{{fields.…}}'}, {'{{context.…}}'} and {'{{vars.…}}'}.
            </Text>
            <CodeEditor label="Input" value={input} onChange={setInput} minHeight={132} maxHeight={260} />
            {fault && (
              <Text size="xs" c="var(--mantine-color-error)" mt={4} role="status">
                {fault}
              </Text>
            )}
          </div>
          <Button
            leftSection={<IconPlayerPlay size={15} />}
            loading={run.running}
            disabled={fault !== undefined}
            onClick={() => onRunFlow(input)}
          >
            Run now
          </Button>
          {run.fault && (
            <Alert color="red" variant="light" role="alert" title="The flow did not run">
              {run.fault}
            </Alert>
          )}
          {run.execution && <RunResult execution={run.execution} />}
        </Stack>
      </div>
    </div>
  )
}

function faultIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'The input must be a JSON object.'
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : ''}`
  }
}
