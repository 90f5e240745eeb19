// What is to be said about the chosen connection, and the way to manage it.
import { Group, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconKey, IconPencil, IconRoute } from '@tabler/icons-react'
import { useState } from 'react'
import type { Connection, Integration } from '../../api/types'
import { useMay } from '../../session/useSession'
import { ConnectionDialogs, type RowDialog } from '../../vault/row/ConnectionDialogs'

export function ChosenConnection({ connection, integration }: { connection?: Connection; integration: Integration }) {
  const mayUpdate = useMay('update:flows_vault_connections')
  const [dialog, setDialog] = useState<RowDialog>()
  if (!connection) {
    return (
      <Text size="xs" c="var(--warning)">
        This connection does not exist any more. Choose another one.
      </Text>
    )
  }
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <Text size="xs" c={connection.ready ? 'dimmed' : 'var(--warning)'} truncate>
        {connection.ready ? connection.account_name : 'Missing credentials'}
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
          {mayUpdate && (
            <>
              <Menu.Item leftSection={<IconKey size={15} />} onClick={() => setDialog('credentials')}>
                Edit credentials
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
        onClose={() => setDialog(undefined)}
      />
    </Group>
  )
}
