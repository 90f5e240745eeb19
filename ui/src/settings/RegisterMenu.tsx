// Chooses the integration that an OAuth client is registered for.
import { Button, Menu, ScrollArea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Integration, OauthClient } from '../api/types'
import { Logo } from '../catalog/Logo'
import type { Catalog } from '../catalog/useCatalog'
import { useMay } from '../session/useSession'
import { grantedSetup } from '../vault/grant/granted_setup'
import { OauthClientDialog } from './OauthClientDialog'

interface Props {
  catalog: Catalog
  clients: readonly OauthClient[]
  redirectUri: string
}

export function RegisterMenu({ catalog, clients, redirectUri }: Props) {
  const mayRegister = useMay('update:flows_vault_connections')
  const [chosen, setChosen] = useState<Integration>()
  const open = catalog.integrations.filter(
    one => grantedSetup(one) && !clients.some(client => client.app_id === one.app_id),
  )
  if (!mayRegister || open.length === 0) return null
  return (
    <>
      <Menu position="bottom-start" width={240}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={16} />}>
            Register an OAuth client
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ScrollArea.Autosize mah={320}>
            {open.map(one => (
              <Menu.Item
                key={one.app_id}
                leftSection={<Logo appId={one.app_id} name={one.name} logo={one.logo} size={20} />}
                onClick={() => setChosen(one)}
              >
                {one.name}
              </Menu.Item>
            ))}
          </ScrollArea.Autosize>
        </Menu.Dropdown>
      </Menu>
      {chosen && (
        <OauthClientDialog integration={chosen} redirectUri={redirectUri} onClose={() => setChosen(undefined)} />
      )}
    </>
  )
}
