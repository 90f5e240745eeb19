// What can be done with one connection.
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconHeartbeat,
  IconKey,
  IconPencil,
  IconPlugConnected,
  IconRefresh,
  IconRoute,
  IconTrash,
} from '@tabler/icons-react'
import type { Connection, Integration, Status } from '../../api/types'
import { useMay } from '../../session/useSession'
import { grantedSetup } from '../grant/granted_setup'
import { wasGranted } from '../status/status_words'
import type { RowDialog } from './ConnectionDialogs'
import { useTestConnection } from './useTestConnection'

interface Props {
  connection: Connection
  integration?: Integration
  status?: Status
  onOpen: (dialog: RowDialog) => void
}

export function RowMenu({ connection, integration, status, onOpen }: Props) {
  const mayUpdate = useMay('update:flows_vault_connections')
  const mayDelete = useMay('delete:flows_vault_connections')
  const test = useTestConnection(connection)
  const setup = integration && grantedSetup(integration)
  const isOnlyGranted = setup !== undefined && integration?.setups.length === 1
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${connection.name}`} loading={test.running}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconHeartbeat size={15} />} onClick={() => onOpen('status')}>
          Status
        </Menu.Item>
        {mayUpdate && (
          <>
            <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onOpen('rename')}>
              Rename
            </Menu.Item>
            {!isOnlyGranted && (
              <Menu.Item leftSection={<IconKey size={15} />} onClick={() => onOpen('credentials')}>
                Edit credentials
              </Menu.Item>
            )}
            {(isOnlyGranted || (setup && wasGranted(status))) && (
              <Menu.Item leftSection={<IconRefresh size={15} />} onClick={() => onOpen('reconnect')}>
                {connection.ready ? 'Reconnect' : 'Connect'}
              </Menu.Item>
            )}
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
