// Which of an integration's setups the account's owner grants on the vendor's own page.
import type { Grant, Integration, Setup } from '../../api/types'

export type GrantedSetup = Setup & { oauth: Grant }

const isGranted = (setup: Setup): setup is GrantedSetup =>
  setup.method === 'authorization_code' && setup.oauth !== undefined

export const grantedSetup = (integration: Pick<Integration, 'setups'>): GrantedSetup | undefined =>
  integration.setups.find(isGranted)

/** "HubSpot", but "the service" for an integration that stands for any. */
export const vendorOf = (integration: Pick<Integration, 'setups' | 'name'>): string =>
  grantedSetup(integration)?.find === undefined ? 'the service' : integration.name
