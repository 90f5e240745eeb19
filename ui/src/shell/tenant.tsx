// The tenant whose pages are open, for everything below the shell.
import { createContext, type ReactNode, useContext } from 'react'

const TenantContext = createContext<string | null>(null)

export const TenantProvider = ({ name, children }: { name: string; children: ReactNode }) => (
  <TenantContext value={name}>{children}</TenantContext>
)

/** Name of the tenant in the address. */
export function useTenant(): string {
  const name = useContext(TenantContext)
  if (name === null) throw new Error('useTenant stands outside of a tenant page')
  return name
}
