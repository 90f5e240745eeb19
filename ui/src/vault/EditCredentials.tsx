// Replaces the credentials of a connection. What is stored is never shown, not even to the person who entered it.
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import { updateConnection } from '../api/connections'
import type { Connection, Integration } from '../api/types'
import { Dialog } from '../shell/Dialog'
import { tell } from '../shell/tell'
import { useTenant } from '../shell/tenant'
import { RelativeTime } from '../time/RelativeTime'
import { CheckResult } from './CheckResult'
import { CredentialsFields } from './CredentialsFields'
import { likelySetup } from './credentials'
import { GrantAccess } from './grant/GrantAccess'
import { grantedSetup } from './grant/granted_setup'
import { SetupChoice } from './SetupChoice'
import { useConnectionsChanged } from './useConnections'
import { useCredentials } from './useCredentials'
import classes from './vault.module.css'

interface Props {
  connection: Connection
  integration: Integration
  onClose: () => void
}

export function EditCredentials({ connection, integration, onClose }: Props) {
  const tenant = useTenant()
  const changed = useConnectionsChanged()
  const credentials = useCredentials(integration, likelySetup(integration, connection), async setup => {
    await updateConnection(tenant, connection.id, { setup })
    await changed()
    tell(`The credentials of ${connection.name} were replaced`, 'Flows use the new ones from now on.')
    onClose()
  })
  const isForm = credentials.setup?.method === 'form'
  const granted = isForm ? undefined : grantedSetup(integration)
  const mayInsist = credentials.check?.result === 'refused' || credentials.check?.result === 'unreachable'

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!credentials.busy) void credentials.checkAndSave()
  }

  const cancel = (
    <Button variant="default" onClick={onClose}>
      Cancel
    </Button>
  )
  return (
    <Dialog title={`Edit credentials of “${connection.name}”`} size={520} onClose={onClose} closeOnClickOutside={false}>
      <Stack gap="md">
        {connection.ready && (
          <Alert color="gray" variant="light" icon={<IconLock size={18} />} p="sm">
            <Text size="sm">
              Credentials are set, changed <RelativeTime at={connection.updated_at} />
              {connection.account_name && <> ({connection.account_name})</>}. They are never shown again: enter all of
              them anew to replace them.
            </Text>
          </Alert>
        )}
        <SetupChoice integration={integration} setup={credentials.setup} onChoose={credentials.choose} />
        {granted && (
          <GrantAccess
            integration={integration}
            setup={granted}
            prepare={async () => connection}
            action={`Connect with ${integration.name}`}
            leading={cancel}
          />
        )}
        {isForm && (
          <form onSubmit={submit} noValidate autoComplete="off">
            <Stack gap="md">
              <CredentialsFields
                credentials={credentials}
                storedSecret={connection.ready ? 'Set. Type to replace' : undefined}
              />
              <CheckResult integration={integration} check={credentials.check} fault={credentials.fault} />
              <div className={classes.foot}>
                {cancel}
                <Group gap="sm">
                  {mayInsist && (
                    <Button variant="default" onClick={credentials.saveAnyway} disabled={credentials.busy}>
                      Save anyway
                    </Button>
                  )}
                  <Button type="submit" loading={credentials.busy}>
                    Save credentials
                  </Button>
                </Group>
              </div>
            </Stack>
          </form>
        )}
      </Stack>
    </Dialog>
  )
}
