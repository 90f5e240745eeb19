// Calls about the person at the screen and the tenants they may enter.
import { request } from './request'

const SETUP = '/api/v2/flowvault/setup'
const SESSION = '/api/v2/flowvault/session'

export const isSetupNeeded = async () => (await request('get', SETUP, { tenant: null })).needed

export const setUp = (body: { token: string; email: string; password: string }) =>
  request('post', SETUP, { tenant: null, body })

export const signIn = (body: { email: string; password: string }) => request('post', SESSION, { tenant: null, body })

/** With a tenant, role and scopes are those the person has there. */
export const currentSession = (tenant: string | null) => request('get', SESSION, { tenant })

export const signOut = () => request('delete', SESSION, { tenant: null })

export const createTenant = (name: string) =>
  request('post', '/api/v2/flowvault/tenants', { tenant: null, body: { name } })
