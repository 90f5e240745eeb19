// Leads the person to the vendor's page, in this tab. They come back to the Vault.
import { useEffect, useState } from 'react'
import { beginAuthorization } from '../../api/connections'
import type { Connection } from '../../api/types'
import { useTenant } from '../../shell/tenant'
import { forgetJourney, setOut } from './journey'

export interface HowToBegin {
  /** Asked for beside what the flows need. */
  scopes?: string[]
  /** The person has said that the account may change. */
  another_account?: boolean
}

/** `prepare` gives the connection that is to be granted, and makes it where there is none yet. */
export function useGrant(prepare: () => Promise<Pick<Connection, 'id' | 'updated_at'>>) {
  const tenant = useTenant()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  useNoLongerBusyOnReturn(setBusy)

  async function begin(how: HowToBegin) {
    setBusy(true)
    setFault(undefined)
    try {
      const connection = await prepare()
      const address = await beginAuthorization(tenant, connection.id, how)
      setOut({ tenant, connection: connection.id, left: connection.updated_at }, Date.now())
      // Still busy afterwards: this page is being left.
      leaveFor(address)
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'The reason is unknown.')
      setBusy(false)
    }
  }

  return { begin, busy, fault }
}

/** The browser's back button brings this page back as it was left. */
function useNoLongerBusyOnReturn(setBusy: (busy: boolean) => void) {
  useEffect(() => {
    function onShow(event: PageTransitionEvent) {
      if (!event.persisted) return
      forgetJourney()
      setBusy(false)
    }
    window.addEventListener('pageshow', onShow)
    return () => window.removeEventListener('pageshow', onShow)
  }, [setBusy])
}

function leaveFor(address: string) {
  // The address comes from a catalogue file or a registration: nothing but a page may be opened by it.
  if (new URL(address).protocol !== 'https:') throw new Error('The service’s page has no https address.')
  window.location.assign(address)
}
