// What can be done with one connection.
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconKey, IconPencil, IconPlugConnected, IconRoute, IconTrash } from '@tabler/icons-react'
import type { Connection } from '../../api/types'
import { useMay } from '../../session/useSession'
import type { RowDialog } from './ConnectionDialogs'
import { useTestConnection } from './useTestConnection'

export function RowMenu({ connection, onOpen }: { connection: Connection; onOpen: (dialog: RowDialog) => void }) {
  const mayUpdate = useMay('update:flows_vault_connections')
  const mayDelete = useMay('delete:flows_vault_connections')
  const test = useTestConnection(connection)
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${connection.name}`} loading={test.running}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayUpdate && (
          <>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onOpen('rename')}>
              Rename
            </Menu.Item>
            <Menu.Item leftSection={<IconKey size={15} />} onClick={() => onOpen('credentials')}>
              Edit credentials
            </Menu.Item>
            <Menu.Item leftSection={<IconPlugConnected size={15} />} disabled={!connection.ready} onClick={test.run}>
              Test
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconRoute size={15} />} onClick={() => onOpen('usage')}>
          Where used
        </Menu.Item>
        {mayDelete && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconTrash size={15} />}
              onClick={() => onOpen('delete')}
            >
              Delete
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
