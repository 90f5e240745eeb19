// The frame around every page of a tenant: a bar with the tenant menu on the left and the person on the right.
import { Group, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Session } from '../api/types'
import { PersonMenu } from './PersonMenu'
import { SchemeToggle } from './SchemeToggle'
import classes from './Shell.module.css'
import { TenantMenu } from './TenantMenu'
import { useTenant } from './tenant'

const PAGES = [
  { label: 'Flows', to: '/t/$tenant/flows' },
  { label: 'Vault', to: '/t/$tenant/vault' },
] as const

export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  const tenant = useTenant()
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.bar}>
        <Group gap="xs" wrap="nowrap">
          <TenantMenu tenants={session.tenants} />
          <nav aria-label="Pages" className={classes.pages}>
            {PAGES.map(page => (
              <UnstyledButton
                key={page.to}
                component={Link}
                to={page.to}
                params={{ tenant } as never}
                className={classes.page}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
              >
                {page.label}
              </UnstyledButton>
            ))}
          </nav>
        </Group>
        <Group gap={6} wrap="nowrap">
          <SchemeToggle />
          <PersonMenu session={session} />
        </Group>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
