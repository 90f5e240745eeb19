// Step three: credentials, tested before they are saved; the vendor's own page; or nothing for now.
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { createConnection } from '../../api/connections'
import type { Connection, Integration } from '../../api/types'
import { tell, tellFailure } from '../../shell/tell'
import { useTenant } from '../../shell/tenant'
import { CheckResult } from '../CheckResult'
import { CredentialsFields } from '../CredentialsFields'
import { GrantAccess } from '../grant/GrantAccess'
import { grantedSetup } from '../grant/granted_setup'
import { SetupChoice } from '../SetupChoice'
import { useConnectionsChanged } from '../useConnections'
import { useCredentials } from '../useCredentials'
import classes from '../vault.module.css'

interface Props {
  integration: Integration
  name: string
  onBack: () => void
  onCreated: (connection: Connection) => void
}

export function EnterCredentials({ integration, name, onBack, onCreated }: Props) {
  const tenant = useTenant()
  const changed = useConnectionsChanged()
  const [creatingEmpty, setCreatingEmpty] = useState(false)
  const credentials = useCredentials(integration, integration.setups[0], async (setup, check) => {
    const connection = await createConnection(tenant, { app_id: integration.app_id, name, setup })
    await changed()
    tell(`${name} was added`, check?.result === 'works' ? `${integration.name} accepted the credentials.` : undefined)
    onCreated(connection)
  })
  const isForm = credentials.setup?.method === 'form'
  const granted = isForm ? undefined : grantedSetup(integration)
  const mayInsist = credentials.check?.result === 'refused' || credentials.check?.result === 'unreachable'
  // Whoever tries again after the vendor's page could not be opened does not make a second one.
  const made = useRef<Connection>(undefined)

  async function makeEmpty(): Promise<Connection> {
    made.current ??= await createConnection(tenant, { app_id: integration.app_id, name })
    await changed()
    return made.current
  }

  async function createEmpty() {
    setCreatingEmpty(true)
    try {
      const connection = await makeEmpty()
      tell(`${name} was added`, 'Its credentials are still missing.')
      onCreated(connection)
    } catch (error) {
      tellFailure(`${name} could not be added`, error)
      setCreatingEmpty(false)
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!credentials.busy) void credentials.checkAndSave()
  }

  const back = (
    <Button variant="default" onClick={onBack}>
      Back
    </Button>
  )
  const orEmpty = (
    <Text size="sm" c="dimmed">
      Someone else has the {granted ? 'account' : 'credentials'}?{' '}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={createEmpty}
        disabled={creatingEmpty || credentials.busy}
      >
        Create an empty connection
      </Anchor>
    </Text>
  )
  return (
    <Stack gap="md">
      <SetupChoice integration={integration} setup={credentials.setup} onChoose={credentials.choose} />
      {granted && (
        <GrantAccess
          integration={integration}
          setup={granted}
          prepare={makeEmpty}
          action={`Connect with ${integration.name}`}
          leading={back}
        />
      )}
      {isForm && (
        <form onSubmit={submit} noValidate autoComplete="off">
          <Stack gap="md">
            <CredentialsFields credentials={credentials} />
            <CheckResult integration={integration} check={credentials.check} fault={credentials.fault} />
            {orEmpty}
            <div className={classes.foot}>
              {back}
              <Group gap="sm">
                {mayInsist && (
                  <Button variant="default" onClick={credentials.saveAnyway} disabled={credentials.busy}>
                    Save anyway
                  </Button>
                )}
                <Button type="submit" loading={credentials.busy} disabled={creatingEmpty}>
                  Add Vault Connection
                </Button>
              </Group>
            </div>
          </Stack>
        </form>
      )}
      {!isForm && orEmpty}
    </Stack>
  )
}
