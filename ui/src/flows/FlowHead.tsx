// The bar above the canvas: the flow's name, what is unsaved, and Save and Run.
import { ActionIcon, Anchor, Badge, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconPencil, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type LoadedFlow, renameFlow } from '../api/flows'
import { useMay } from '../session/useSession'
import { RenameDialog } from '../shell/RenameDialog'
import { useTenant } from '../shell/tenant'
import classes from './flows.module.css'
import type { useDraft } from './useDraft'
import type { useSave } from './useSave'

interface Props {
  flow: LoadedFlow
  draft: ReturnType<typeof useDraft>
  save: ReturnType<typeof useSave>
  readOnly: boolean
  onRun: () => void
}

export function FlowHead({ flow, draft, save, readOnly, onRun }: Props) {
  const tenant = useTenant()
  const mayRun = useMay('create:flows_executions')
  const [name, setName] = useState(flow.name)
  const [renaming, setRenaming] = useState(false)
  return (
    <div className={classes.head}>
      <Group gap={8} wrap="nowrap" miw={0}>
        <Anchor component={Link} to="/t/$tenant/flows" params={{ tenant } as never} size="sm" c="dimmed">
          Flows
        </Anchor>
        <Text size="sm" c="dimmed" aria-hidden>
          /
        </Text>
        <Text component="h1" size="md" fw={600} truncate>
          {name}
        </Text>
        {!readOnly && (
          <Tooltip label="Rename">
            <ActionIcon variant="subtle" color="gray" aria-label="Rename flow" onClick={() => setRenaming(true)}>
              <IconPencil size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <Group gap="xs" wrap="nowrap">
        {readOnly && (
          <Badge variant="light" color="gray" tt="none" fw={500}>
            Read only
          </Badge>
        )}
        {draft.isDirty && (
          <Tooltip label={draft.changes}>
            <Badge variant="light" color="orange" tt="none" fw={500} role="status">
              Unsaved changes
            </Badge>
          </Tooltip>
        )}
        {!readOnly && (
          <>
            <Tooltip label="Undo">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Undo"
                disabled={!draft.canUndo}
                onClick={draft.undo}
              >
                <IconArrowBackUp size={17} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Redo">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Redo"
                disabled={!draft.canRedo}
                onClick={draft.redo}
              >
                <IconArrowForwardUp size={17} />
              </ActionIcon>
            </Tooltip>
          </>
        )}
        {mayRun && (
          <Button variant="default" leftSection={<IconPlayerPlay size={15} />} onClick={onRun}>
            Run
          </Button>
        )}
        {!readOnly && (
          <Button onClick={save.save} loading={save.saving} disabled={!draft.isDirty}>
            Save
          </Button>
        )}
      </Group>
      {renaming && (
        <RenameDialog
          title="Rename flow"
          label="Flow name"
          action="Rename"
          name={name}
          onSave={async text => setName((await renameFlow(tenant, flow.id, text)).name)}
          onClose={() => setRenaming(false)}
        />
      )}
    </div>
  )
}
