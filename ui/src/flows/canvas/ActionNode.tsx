// The card of one action: what it does, its alias, its problems, and how its last run went.
import { Loader, Tooltip } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react'
import { Handle, Position } from '@xyflow/react'
import type { Action, ActionTrace } from '../../api/types'
import { Logo } from '../../catalog/Logo'
import { durationInWords } from '../../time/relative_time'
import { useEditor } from '../editor_context'
import { titleOf } from '../panel/title'

export function ActionNode({ data }: { data: { action: Action } }) {
  const { action } = data
  const editor = useEditor()
  const trace = editor.traces?.get(action.id)
  const problems = editor.problems.get(action.id) ?? []
  const title = titleOf(action, editor.catalog)
  const skipped = editor.traces !== undefined && trace === undefined
  return (
    <div
      className="fv-card"
      data-selected={editor.selected === action.id || undefined}
      data-skipped={skipped || undefined}
      data-outcome={outcome(trace)}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
      <button
        type="button"
        className="fv-card-button nodrag nopan"
        aria-pressed={editor.selected === action.id}
        onClick={() => editor.select(action.id)}
      >
        <Logo
          appId={action.type}
          name={editor.catalog?.integration(action.type)?.name ?? action.type}
          logo={editor.catalog?.integration(action.type)?.logo}
          size={34}
        />
        <span className="fv-card-words">
          <span className="fv-card-title">{title}</span>
          <span className="fv-card-alias">{action.alias || action.id}</span>
        </span>
        <Badge trace={trace} problems={problems} running={editor.running} />
      </button>
    </div>
  )
}

function Badge({ trace, problems, running }: { trace?: ActionTrace; problems: readonly string[]; running: boolean }) {
  if (running) return <Loader size={14} color="gray" />
  if (trace) {
    const Icon = trace.error ? IconCircleXFilled : IconCircleCheckFilled
    return (
      <span className="fv-card-run" data-failed={trace.error ? true : undefined}>
        <Icon size={16} role="img" aria-label={trace.error ? 'Failed' : 'Done'} />
        {trace.duration_ms !== undefined && <span>{durationInWords(trace.duration_ms)}</span>}
      </span>
    )
  }
  if (problems.length === 0) return null
  return (
    <Tooltip multiline maw={280} label={problems.join('. ')}>
      <IconAlertTriangleFilled
        size={17}
        color="var(--mantine-color-orange-6)"
        role="img"
        aria-label={problems.join('. ')}
      />
    </Tooltip>
  )
}

const outcome = (trace?: ActionTrace) => (trace ? (trace.error ? 'failed' : 'done') : undefined)
