// What is to be said about the chosen connection, and the way to manage it.
import { Group, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconHeartbeat, IconKey, IconPencil, IconRoute } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection, Integration } from '../../api/types'
import { useMay } from '../../session/useSession'
import { grantedSetup } from '../../vault/grant/granted_setup'
import { ConnectionDialogs, type RowDialog } from '../../vault/row/ConnectionDialogs'
import { TEXT_COLOURS } from '../../vault/status/StateIcon'
import { type State, wordsOf } from '../../vault/status/status_words'

interface Props {
  connection?: Connection
  state: State
  integration: Integration
}

export function ChosenConnection({ connection, state, integration }: Props) {
  const mayUpdate = useMay('update:flows_vault_connections')
  const [dialog, setDialog] = useState<RowDialog>()
  if (!connection) {
    return (
      <Text size="xs" c="var(--warning)">
        This connection does not exist any more. Choose another one.
      </Text>
    )
  }
  const { words, tone } = wordsOf(state)
  const isOnlyGranted = grantedSetup(integration) !== undefined && integration.setups.length === 1
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="xs" c={TEXT_COLOURS[tone] ?? 'dimmed'} truncate>
        {state === 'ready' ? connection.account_name : words}
      </Text>
      <Menu position="bottom-end" width={190}>
        <Menu.Target>
          <UnstyledButton
            fz="xs"
            c="var(--mantine-color-anchor)"
            style={{ display: 'inline-flex', alignItems: 'center', gap: 2, whiteSpace: 'nowrap' }}
          >
            Manage connection
            <IconChevronDown size={13} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHeartbeat size={15} />} onClick={() => setDialog('status')}>
            Status
          </Menu.Item>
          {mayUpdate && (
            <>
              <Menu.Item
                leftSection={<IconKey size={15} />}
                onClick={() => setDialog(isOnlyGranted ? 'reconnect' : 'credentials')}
              >
                {isOnlyGranted ? 'Reconnect' : 'Edit credentials'}
              </Menu.Item>
              <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDialog('rename')}>
                Rename
              </Menu.Item>
            </>
          )}
          <Menu.Item leftSection={<IconRoute size={15} />} onClick={() => setDialog('usage')}>
            Where used
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConnectionDialogs
        dialog={dialog}
        connection={connection}
        integration={integration}
        onOpen={setDialog}
        onClose={() => setDialog(undefined)}
      />
    </Group>
  )
}
