// Runs the flow as it stands on the screen and keeps what came of it.
import { useState } from 'react'
import { runFlow } from '../api/flows'
import type { Execution } from '../api/types'
import { useTenant } from '../shell/tenant'

export function useRun(flowId: string) {
  const tenant = useTenant()
  const [execution, setExecution] = useState<Execution>()
  const [running, setRunning] = useState(false)
  const [fault, setFault] = useState<string>()

  /** `draft` is the JSON text of unsaved actions; without it the saved flow runs. */
  async function run(input: string, draft?: string) {
    setRunning(true)
    setFault(undefined)
    setExecution(undefined)
    try {
      setExecution(await runFlow(tenant, flowId, input, draft))
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'The flow could not be run.')
    } finally {
      setRunning(false)
    }
  }

  const traces = execution?.debug?.tracing
    ? new Map(execution.debug.tracing.map(trace => [trace.id, trace]))
    : undefined
  return { run, running, execution, traces, fault }
}
