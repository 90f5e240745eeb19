import { describe, expect, it } from 'vitest'
import type { Grant, OauthClient } from '../../api/types'
import { ownSchema, registrationOf, registrationProblems, startingWith } from './registration'

const GRANT: Grant = {
  pkce: true,
  scopes: { base: ['openid'], by_action: {} },
  client: {
    type: 'object',
    properties: {
      login_host: { type: 'string', title: 'Login host', default: 'login.example.com' },
      token_url: { type: 'string', format: 'https-url' },
    },
    required: ['token_url'],
  },
}

const CLIENT: OauthClient = {
  app_id: 'SALESFORCE',
  client_id: 'b2f0c1',
  scopes: ['api', 'web'],
  params: { login_host: 'test.example.com' },
  redirect_uri: 'https://vault.example.com/oauth/callback',
  refused: null,
  created_at: '',
  updated_at: '',
}

describe('the form of a registration', () => {
  it('starts with what the catalogue proposes', () => {
    expect(startingWith(GRANT, undefined)).toEqual({ own: {}, params: { login_host: 'login.example.com' } })
  })

  it('starts with what is stored, which never includes the secret', () => {
    expect(startingWith(GRANT, CLIENT)).toEqual({
      own: { client_id: 'b2f0c1', scopes: 'api web' },
      params: { login_host: 'test.example.com' },
    })
  })

  it('names what is missing, the vendor’s own values too', () => {
    const problems = registrationProblems(GRANT, { own: {}, params: {} })
    expect([...problems.keys()].sort()).toEqual(['client_id', 'client_secret', 'params.token_url'])
  })

  it('asks for no secret when the person says that there is none', () => {
    const own = { client_id: 'a', has_no_secret: true }
    expect(registrationProblems(GRANT, { own, params: { token_url: 'https://a.example/token' } }).size).toBe(0)
  })

  it('offers clients without a secret only where something stands in for it', () => {
    expect(ownSchema({ pkce: true }, {}).properties).toHaveProperty('has_no_secret')
    expect(ownSchema({ pkce: false }, {}).properties).not.toHaveProperty('has_no_secret')
  })
})

describe('a registration on its way to the server', () => {
  it('holds scopes as words and leaves out what is empty', () => {
    const own = { client_id: ' a ', client_secret: 's', scopes: ' one,two  three' }
    expect(registrationOf({ own, params: { login_host: '', token_url: 'https://a' } })).toEqual({
      client_id: 'a',
      client_secret: 's',
      scopes: ['one', 'two', 'three'],
      params: { token_url: 'https://a' },
    })
  })

  it('sends no secret that was typed before the person said that there is none', () => {
    const own = { client_id: 'a', client_secret: 'typed', has_no_secret: true }
    expect(registrationOf({ own, params: {} }).client_secret).toBe('')
  })
})
