// The dialog a row has open, if any.
import type { Connection, Integration } from '../../api/types'
import { EditCredentials } from '../EditCredentials'
import { DeleteConnection } from './DeleteConnection'
import { RenameConnection } from './RenameConnection'
import { WhereUsed } from './WhereUsed'

export type RowDialog = 'rename' | 'credentials' | 'usage' | 'delete'

interface Props {
  dialog: RowDialog | undefined
  connection: Connection
  integration?: Integration
  onClose: () => void
}

export function ConnectionDialogs({ dialog, connection, integration, onClose }: Props) {
  if (dialog === 'rename') return <RenameConnection connection={connection} onClose={onClose} />
  if (dialog === 'usage') return <WhereUsed connection={connection} onClose={onClose} />
  if (dialog === 'delete') return <DeleteConnection connection={connection} onClose={onClose} />
  if (dialog === 'credentials' && integration) {
    return <EditCredentials connection={connection} integration={integration} onClose={onClose} />
  }
  return null
}
