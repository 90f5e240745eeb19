// Grants a connection anew. The present access serves until the new one has proved good, and only its own account is
// taken unless the person says otherwise.
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Connection, Integration } from '../../api/types'
import { Dialog } from '../../shell/Dialog'
import { GrantAccess } from './GrantAccess'
import type { GrantedSetup } from './granted_setup'

interface Props {
  connection: Connection
  integration: Integration
  setup: GrantedSetup
  onClose: () => void
}

export function ReconnectDialog({ connection, integration, setup, onClose }: Props) {
  const [another, setAnother] = useState(false)
  const account = connection.account_name ? `“${connection.account_name}”` : 'the present account'
  return (
    <Dialog
      title={connection.ready ? `Reconnect “${connection.name}”` : `Connect “${connection.name}”`}
      size={520}
      onClose={onClose}
    >
      <GrantAccess
        integration={integration}
        setup={setup}
        prepare={async () => connection}
        action={connection.ready ? 'Connect again' : `Connect with ${integration.name}`}
        anotherAccount={another}
        leading={
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        }
      >
        {connection.ready && (
          <Checkbox
            label="Another account is fine"
            description={`Otherwise only ${account} is taken. Nothing changes until the new access has proved good.`}
            checked={another}
            onChange={event => setAnother(event.currentTarget.checked)}
          />
        )}
      </GrantAccess>
    </Dialog>
  )
}
