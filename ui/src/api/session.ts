// Calls about the person at the screen and the tenants they may enter.
import { request } from './request'
import type { Session, Tenant } from './types'

const ROOT = '/api/v2/flowvault'

export const isSetupNeeded = async () =>
  (await request<{ needed: boolean }>('GET', `${ROOT}/setup`, { tenant: null })).needed

export const setUp = (body: { token: string; email: string; password: string }) =>
  request<Session>('POST', `${ROOT}/setup`, { tenant: null, body })

export const signIn = (body: { email: string; password: string }) =>
  request<Session>('POST', `${ROOT}/session`, { tenant: null, body })

/** With a tenant, role and scopes are those the person has there. */
export const currentSession = (tenant: string | null) => request<Session>('GET', `${ROOT}/session`, { tenant })

export const signOut = () => request<void>('DELETE', `${ROOT}/session`, { tenant: null })

export const createTenant = (name: string) =>
  request<Tenant>('POST', `${ROOT}/tenants`, { tenant: null, body: { name } })
