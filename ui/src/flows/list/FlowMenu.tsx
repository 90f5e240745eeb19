// What can be done with a flow from the list.
import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { deleteFlow, renameFlow } from '../../api/flows'
import type { FlowSummary } from '../../api/types'
import { useMay } from '../../session/useSession'
import { Dialog } from '../../shell/Dialog'
import { RenameDialog } from '../../shell/RenameDialog'
import { tell, tellFailure } from '../../shell/tell'
import { useTenant } from '../../shell/tenant'
import { useFlowsChanged } from './useFlows'

export function FlowMenu({ flow }: { flow: FlowSummary }) {
  const tenant = useTenant()
  const changed = useFlowsChanged()
  const mayUpdate = useMay('update:flows')
  const mayDelete = useMay('delete:flows')
  const [dialog, setDialog] = useState<'rename' | 'delete'>()
  if (!mayUpdate && !mayDelete) return null
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu position="bottom-end" width={170}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${flow.name}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayUpdate && (
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDialog('rename')}>
              Rename
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconTrash size={15} />}
              onClick={() => setDialog('delete')}
            >
              Delete
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'rename' && (
        <RenameDialog
          title="Rename flow"
          label="Flow name"
          action="Rename"
          name={flow.name}
          onSave={async name => {
            await renameFlow(tenant, flow.id, name)
            await changed()
          }}
          onClose={close}
        />
      )}
      {dialog === 'delete' && <DeleteFlow flow={flow} onClose={close} />}
    </>
  )
}

function DeleteFlow({ flow, onClose }: { flow: FlowSummary; onClose: () => void }) {
  const tenant = useTenant()
  const changed = useFlowsChanged()
  const [busy, setBusy] = useState(false)

  async function remove() {
    setBusy(true)
    try {
      await deleteFlow(tenant, flow.id)
      tell(`${flow.name} was deleted`)
      await changed()
      onClose()
    } catch (error) {
      tellFailure(`${flow.name} could not be deleted`, error)
      setBusy(false)
    }
  }

  return (
    <Dialog title={`Delete “${flow.name}”?`} onClose={onClose}>
      <Stack gap="lg">
        <Text size="sm">
          The flow and the records of its executions are deleted. Programs that run it get an error from then on. Its
          connections stay in the Vault.
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red.8" loading={busy} onClick={remove}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
