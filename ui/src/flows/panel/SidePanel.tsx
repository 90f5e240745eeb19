// The panel beside the canvas. It is always there, so that the canvas never jumps: only what it shows changes.
import type { ActionDeclaration } from '../../api/types'
import classes from '../flows.module.css'
import { RunPanel } from '../run/RunPanel'
import type { Path, Place } from '../tree/action_tree'
import type { useDraft } from '../useDraft'
import type { useRun } from '../useRun'
import { ActionPanel } from './ActionPanel'
import { Overview } from './Overview'
import { Palette } from './Palette'

export type Side =
  | { kind: 'overview' }
  | { kind: 'palette'; slot: Path }
  | { kind: 'run' }
  | { kind: 'action'; place: Place }

interface Props {
  side: Side
  draft: ReturnType<typeof useDraft>
  run: ReturnType<typeof useRun>
  onAdd: (declaration: ActionDeclaration, slot: Path) => void
  onRunFlow: (input: string) => Promise<void>
  onClose: () => void
}

export function SidePanel({ side, draft, run, onAdd, onRunFlow, onClose }: Props) {
  return (
    <aside className={classes.panel} aria-label="Details">
      {side.kind === 'overview' && <Overview actions={draft.actions} />}
      {side.kind === 'palette' && (
        <Palette key={side.slot.join('.')} onPick={declaration => onAdd(declaration, side.slot)} onClose={onClose} />
      )}
      {side.kind === 'action' && (
        <ActionPanel
          key={`${side.place.path.join('.')}#${draft.turn}`}
          place={side.place}
          draft={draft}
          onClose={onClose}
        />
      )}
      {/* Kept while hidden: its input is not typed twice. */}
      <RunPanel
        hidden={side.kind !== 'run'}
        run={run}
        isDirty={draft.isDirty}
        onRunFlow={onRunFlow}
        onClose={onClose}
      />
    </aside>
  )
}
