// Remembers which tenant was looked at last, so that `/` leads back to it. Nothing else outlives the tab.
import type { Tenant } from '../api/types'

const KEY = 'flowvault.tenant'

export function rememberTenant(name: string) {
  try {
    localStorage.setItem(KEY, name)
  } catch {
    // Storage may be switched off: then `/` leads to the first tenant.
  }
}

export function lastTenant(tenants: readonly Tenant[]): Tenant | undefined {
  let remembered: string | null = null
  try {
    remembered = localStorage.getItem(KEY)
  } catch {
    // See above.
  }
  return tenants.find(tenant => tenant.name === remembered) ?? tenants[0]
}
