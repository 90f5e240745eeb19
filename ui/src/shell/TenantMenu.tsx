// The menu at the top left: the pages of this tenant, the other tenants, and a new one.
import { Menu, Modal, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { IconCheck, IconLock, IconPlus, IconRoute, IconSelector, IconSettings } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Tenant } from '../api/types'
import { useMayCreateTenants } from '../session/useSession'
import classes from './Shell.module.css'
import { TenantForm } from './TenantForm'
import { useTenant } from './tenant'

export function TenantMenu({ tenants }: { tenants: readonly Tenant[] }) {
  const tenant = useTenant()
  const navigate = useNavigate()
  const mayCreate = useMayCreateTenants()
  const [creating, setCreating] = useState(false)
  const enter = (name: string) => navigate({ to: '/t/$tenant/vault', params: { tenant: name } })

  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <UnstyledButton className={classes.tenant} aria-label={`Tenant menu: ${tenant}`}>
            <span className={classes.initial} data-initial={tenant.charAt(0).toUpperCase()} />
            <Text fw={600} size="sm" truncate>
              {tenant}
            </Text>
            <IconSelector size={15} color="var(--quiet)" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to="/t/$tenant/flows"
            params={{ tenant } as never}
            leftSection={<IconRoute size={16} />}
          >
            Flows
          </Menu.Item>
          <Menu.Item
            component={Link}
            to="/t/$tenant/vault"
            params={{ tenant } as never}
            leftSection={<IconLock size={16} />}
          >
            Vault
          </Menu.Item>
          <Menu.Item
            component={Link}
            to="/t/$tenant/settings"
            params={{ tenant } as never}
            leftSection={<IconSettings size={16} />}
          >
            Settings
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Tenants</Menu.Label>
          <ScrollArea.Autosize mah={280}>
            {tenants.map(one => (
              <Menu.Item
                key={one.id}
                onClick={() => enter(one.name)}
                aria-current={one.name === tenant || undefined}
                rightSection={one.name === tenant ? <IconCheck size={15} /> : null}
              >
                <Text size="sm" truncate>
                  {one.name}
                </Text>
              </Menu.Item>
            ))}
          </ScrollArea.Autosize>
          {mayCreate && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
                Create tenant
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={creating}
        onClose={() => setCreating(false)}
        title="Create tenant"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <TenantForm
          onCreated={created => {
            setCreating(false)
            void enter(created.name)
          }}
        />
      </Modal>
    </>
  )
}
