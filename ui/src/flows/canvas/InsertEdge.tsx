// A line between two things, with a + that adds an action there.

import { IconPlus } from '@tabler/icons-react'
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { useEditor } from '../editor_context'
import type { Path } from '../tree/action_tree'
import { linePath } from './line_path'

/** Middle of the shortest line: the + stands at the same distance below everything. */
const BELOW_SOURCE = 28

export function InsertEdge({ sourceX, sourceY, targetX, targetY, data }: EdgeProps) {
  const editor = useEditor()
  const { turn, slot } = data as { turn: number; slot?: Path }
  const path = linePath({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, turn)
  const isOpen = slot !== undefined && editor.openSlot?.join('.') === slot.join('.')
  return (
    <>
      <BaseEdge path={path} className="fv-line" />
      {slot && !editor.readOnly && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="fv-plus nodrag nopan"
            data-open={isOpen || undefined}
            aria-label={`Add an action ${whereIs(slot)}`}
            style={{ transform: `translate(-50%, -50%) translate(${sourceX}px, ${sourceY + BELOW_SOURCE}px)` }}
            onClick={() => editor.openPalette(slot)}
          >
            <IconPlus size={14} stroke={2.2} />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  )
}

/** "as number 2", "as number 1 under TRUE of number 3": enough to tell the buttons apart by ear. */
function whereIs(slot: Path): string {
  const words = slot.map(step =>
    typeof step === 'number' ? `number ${step + 1}` : `under ${step === 'then' ? 'TRUE' : 'FALSE'}, as`,
  )
  return `as ${words.join(' ')}`
}
