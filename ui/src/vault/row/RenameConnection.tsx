// Another name for a connection. Flows know it by its id and are not affected.
import { updateConnection } from '../../api/connections'
import type { Connection } from '../../api/types'
import { RenameDialog } from '../../shell/RenameDialog'
import { useTenant } from '../../shell/tenant'
import { useConnectionsChanged } from '../useConnections'

export function RenameConnection({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const tenant = useTenant()
  const changed = useConnectionsChanged()
  return (
    <RenameDialog
      title="Rename connection"
      label="Connection name"
      action="Rename"
      name={connection.name}
      onSave={async name => {
        await updateConnection(tenant, connection.id, { name })
        await changed()
      }}
      onClose={onClose}
    />
  )
}
