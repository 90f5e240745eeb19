// The dialog a row has open, if any.
import type { Connection, Integration } from '../../api/types'
import { EditCredentials } from '../EditCredentials'
import { grantedSetup } from '../grant/granted_setup'
import { ReconnectDialog } from '../grant/ReconnectDialog'
import { StatusDialog } from '../status/StatusDialog'
import { DeleteConnection } from './DeleteConnection'
import { RenameConnection } from './RenameConnection'
import { WhereUsed } from './WhereUsed'

export type RowDialog = 'status' | 'rename' | 'credentials' | 'reconnect' | 'usage' | 'delete'

interface Props {
  dialog: RowDialog | undefined
  connection: Connection
  integration?: Integration
  onOpen: (dialog: RowDialog) => void
  onClose: () => void
}

export function ConnectionDialogs({ dialog, connection, integration, onOpen, onClose }: Props) {
  if (dialog === 'rename') return <RenameConnection connection={connection} onClose={onClose} />
  if (dialog === 'usage') return <WhereUsed connection={connection} onClose={onClose} />
  if (dialog === 'delete') return <DeleteConnection connection={connection} onClose={onClose} />
  if (dialog === 'status') {
    return <StatusDialog connection={connection} integration={integration} onOpen={onOpen} onClose={onClose} />
  }
  if (!integration) return null
  const setup = grantedSetup(integration)
  if (dialog === 'reconnect' && setup) {
    return <ReconnectDialog connection={connection} integration={integration} setup={setup} onClose={onClose} />
  }
  if (dialog === 'credentials') {
    return <EditCredentials connection={connection} integration={integration} onClose={onClose} />
  }
  return null
}
