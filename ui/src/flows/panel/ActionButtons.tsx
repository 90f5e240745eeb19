// Moving, copying and removing an action.
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconCopy, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useEditor } from '../editor_context'
import {
  branchOf,
  canMove,
  insertAt,
  isCondition,
  moveBy,
  type Path,
  type Place,
  places,
  removeAt,
} from '../tree/action_tree'
import { duplicateOf } from '../tree/new_action'
import type { useDraft } from '../useDraft'
import { usersOf } from './NameFields'
import { RemoveAction } from './RemoveAction'

interface Props {
  place: Place
  draft: ReturnType<typeof useDraft>
}

export function ActionButtons({ place, draft }: Props) {
  const { action, path } = place
  const { select } = useEditor()
  const [asking, setAsking] = useState(false)
  const inside = isCondition(action) ? places([...branchOf(action, 'then'), ...branchOf(action, 'else')]).length : 0
  const users = usersOf(action.id, draft.actions)

  function remove() {
    draft.edit(actions => removeAt(actions, path))
    select(undefined)
  }

  function duplicate() {
    const copy = duplicateOf(action, draft.actions)
    draft.edit(actions => insertAt(actions, after(path), copy))
    select(copy.id)
  }

  const buttons = [
    {
      label: 'Move up',
      Icon: IconArrowUp,
      disabled: !canMove(draft.actions, path, -1),
      onClick: () => draft.edit(actions => moveBy(actions, path, -1)),
    },
    {
      label: 'Move down',
      Icon: IconArrowDown,
      disabled: !canMove(draft.actions, path, 1),
      onClick: () => draft.edit(actions => moveBy(actions, path, 1)),
    },
    { label: 'Duplicate', Icon: IconCopy, disabled: false, onClick: duplicate },
    {
      label: 'Delete action',
      Icon: IconTrash,
      disabled: false,
      onClick: () => (inside + users > 0 ? setAsking(true) : remove()),
    },
  ]
  return (
    <>
      {buttons.map(({ label, Icon, disabled, onClick }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
      {asking && (
        <RemoveAction
          name={action.alias || action.id}
          inside={inside}
          users={users}
          onRemove={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

const after = (path: Path): Path => [...path.slice(0, -1), (path.at(-1) as number) + 1]
