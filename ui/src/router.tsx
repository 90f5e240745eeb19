// The console's addresses. Every page has one that can be shared, and back and reload keep the place.
import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { HomePage } from './session/HomePage'
import { SetupPage } from './session/SetupPage'
import { SignInPage } from './session/SignInPage'
import { NotFoundPage } from './shell/NotFoundPage'
import { PageError } from './shell/PageError'
import { TenantLayout } from './shell/TenantLayout'
import { type CameBack, cameBack } from './vault/grant/came_back'
import { VaultPage } from './vault/VaultPage'

const RouteError = ({ error, reset }: ErrorComponentProps) => (
  <PageError error={error instanceof Error ? error : new Error(String(error))} reset={reset} />
)

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: RouteError })

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage })
const setupRoute = createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: SetupPage })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && isOwnPath(search.next) ? { next: search.next } : {},
})

const tenantRoute = createRoute({ getParentRoute: () => rootRoute, path: '/t/$tenant', component: TenantLayout })

const vaultRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/vault',
  component: VaultPage,
  validateSearch: (search: Record<string, unknown>): { q?: string } & CameBack => ({
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...cameBack(search),
  }),
})

const flowsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/flows',
  component: lazyRouteComponent(() => import('./flows/list/FlowsPage'), 'FlowsPage'),
})

const flowRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/flows/$id',
  component: lazyRouteComponent(() => import('./flows/FlowPage'), 'FlowPage'),
  validateSearch: (search: Record<string, unknown>): { action?: string } =>
    typeof search.action === 'string' ? { action: search.action } : {},
})

const settingsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage'), 'SettingsPage'),
})

const tenantPages = tenantRoute.addChildren([vaultRoute, flowsRoute, flowRoute, settingsRoute])

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, setupRoute, signInRoute, tenantPages]),
  defaultPreload: 'intent',
})

/** Only an address on this origin may follow a sign-in: `//elsewhere` and `\\elsewhere` lead away. */
function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path)
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
