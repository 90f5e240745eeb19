// Tries a stored connection against its vendor and tells the outcome in the corner.
import { useState } from 'react'
import { checkConnection } from '../../api/connections'
import type { Connection } from '../../api/types'
import { tell, tellFailure } from '../../shell/tell'
import { useTenant } from '../../shell/tenant'
import { useConnectionsChanged } from '../useConnections'

export function useTestConnection(connection: Connection) {
  const tenant = useTenant()
  const changed = useConnectionsChanged()
  const [running, setRunning] = useState(false)

  async function run() {
    setRunning(true)
    try {
      const check = await checkConnection(tenant, connection.id)
      if (check.result === 'works') tell(`${connection.name} works`, check.account_name)
      else if (check.result === 'unchecked')
        tell(
          `${connection.name} cannot be tested`,
          check.message ?? 'This service offers nothing to test a credential with.',
        )
      else
        tellFailure(
          check.result === 'refused' ? `${connection.name} was refused` : `${connection.name} could not be tested`,
          new Error(check.message),
        )
      await changed()
    } catch (error) {
      tellFailure(`${connection.name} could not be tested`, error)
    } finally {
      setRunning(false)
    }
  }

  return { run, running }
}
