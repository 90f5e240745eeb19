// Registers an OAuth client, or changes the one there is.
import { Button } from '@mantine/core'
import type { Integration, OauthClient } from '../api/types'
import { Dialog } from '../shell/Dialog'
import { tell } from '../shell/tell'
import { grantedSetup } from '../vault/grant/granted_setup'
import { RegistrationForm } from '../vault/grant/RegistrationForm'

interface Props {
  integration: Integration
  client?: OauthClient
  redirectUri: string
  onClose: () => void
}

export function OauthClientDialog({ integration, client, redirectUri, onClose }: Props) {
  const setup = grantedSetup(integration)
  if (!setup) return null
  const title = `${client ? 'Edit the' : 'Register an'} OAuth client for ${integration.name}`

  function onSaved() {
    tell(`The OAuth client for ${integration.name} was saved`, 'Connections use it from now on.')
    onClose()
  }

  return (
    <Dialog title={title} size={520} onClose={onClose} closeOnClickOutside={false}>
      <RegistrationForm
        integration={integration}
        setup={setup}
        redirectUri={redirectUri}
        client={client}
        submit="Save OAuth client"
        leading={
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        }
        onSaved={onSaved}
      />
    </Dialog>
  )
}
