// One registration: whether the vendor takes it, and what can be done with it.
import { ActionIcon, Group, Menu, Table, Text } from '@mantine/core'
import { IconAlertCircleFilled, IconCircleCheckFilled, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Integration, OauthClient } from '../api/types'
import { Logo } from '../catalog/Logo'
import { useMay } from '../session/useSession'
import { RelativeTime } from '../time/RelativeTime'
import { DeleteOauthClient } from './DeleteOauthClient'
import { OauthClientDialog } from './OauthClientDialog'

interface Props {
  client: OauthClient
  /** Undefined when its file is gone from the catalogue. */
  integration?: Integration
  redirectUri: string
  /** Connections that are granted to it; undefined while that is not known. */
  uses?: number
}

export function OauthClientRow({ client, integration, redirectUri, uses }: Props) {
  const [dialog, setDialog] = useState<'edit' | 'delete'>()
  const name = integration?.name ?? client.app_id
  const close = () => setDialog(undefined)
  return (
    <Table.Tr data-oauth-client={client.app_id}>
      <Table.Td>
        <Group gap={10} wrap="nowrap">
          <Logo appId={client.app_id} name={name} logo={integration?.logo} size={26} />
          <Text size="sm" fw={550} truncate>
            {name}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td>
        <Text size="sm" truncate title={client.client_id}>
          {client.client_id}
        </Text>
      </Table.Td>
      <Table.Td>
        <Standing refused={client.refused} />
      </Table.Td>
      <Table.Td>{usesInWords(uses)}</Table.Td>
      <Table.Td>
        <RelativeTime at={client.updated_at} />
      </Table.Td>
      <Table.Td ta="right" pr={12}>
        <RowMenu name={name} canEdit={integration !== undefined} onOpen={setDialog} />
        {dialog === 'edit' && integration && (
          <OauthClientDialog integration={integration} client={client} redirectUri={redirectUri} onClose={close} />
        )}
        {dialog === 'delete' && <DeleteOauthClient client={client} name={name} uses={uses ?? 0} onClose={close} />}
      </Table.Td>
    </Table.Tr>
  )
}

function Standing({ refused }: Pick<OauthClient, 'refused'>) {
  if (!refused) {
    return (
      <Group gap={6} wrap="nowrap">
        <IconCircleCheckFilled size={16} color="var(--mantine-color-teal-6)" aria-hidden />
        Registered
      </Group>
    )
  }
  return (
    <div>
      <Group gap={6} wrap="nowrap" c="var(--mantine-color-error)">
        <IconAlertCircleFilled size={16} style={{ flex: 'none' }} aria-hidden />
        <span>
          Refused <RelativeTime at={refused.at} />
        </span>
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2} title={refused.said}>
        {refused.said}
      </Text>
    </div>
  )
}

const usesInWords = (uses: number | undefined) =>
  uses === undefined ? '' : uses === 0 ? 'No connection' : `${uses} ${uses === 1 ? 'connection' : 'connections'}`

interface RowMenuProps {
  name: string
  canEdit: boolean
  onOpen: (dialog: 'edit' | 'delete') => void
}

function RowMenu({ name, canEdit, onOpen }: RowMenuProps) {
  const mayUpdate = useMay('update:flows_vault_connections')
  const mayDelete = useMay('delete:flows_vault_connections')
  if (!mayUpdate && !mayDelete) return null
  return (
    <Menu position="bottom-end" width={170}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for the OAuth client of ${name}`}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayUpdate && canEdit && (
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onOpen('edit')}>
            Edit
          </Menu.Item>
        )}
        {mayDelete && (
          <Menu.Item
            c="var(--mantine-color-error)"
            leftSection={<IconTrash size={15} />}
            onClick={() => onOpen('delete')}
          >
            Delete
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
