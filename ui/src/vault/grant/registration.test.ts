import { describe, expect, it } from 'vitest'
import type { Grant, OauthClient } from '../../api/types'
import { problemsOf } from '../../form/problems'
import type { Values } from '../../form/values'
import { registrationOf, registrationSchema, startingWith } from './registration'

const GRANT: Grant = {
  pkce: true,
  scopes: { base: ['openid'], by_action: {} },
  client: {
    type: 'object',
    properties: {
      login_host: { type: 'string', title: 'Login host', default: 'login.example.com' },
      token_url: { type: 'string', format: 'https-url' },
      client_auth: { type: 'string', enum: ['basic', 'body'], default: 'basic', advanced: true },
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

const missing = (values: Values) => [
  ...problemsOf(registrationSchema(GRANT, values), values, { templates: false }).keys(),
]

describe('the form of a registration', () => {
  it('starts with what the catalogue proposes in sight', () => {
    expect(startingWith(GRANT, undefined)).toEqual({ 'params.login_host': 'login.example.com' })
  })

  it('starts with what is stored, which never includes the secret', () => {
    expect(startingWith(GRANT, CLIENT)).toEqual({
      client_id: 'b2f0c1',
      scopes: 'api web',
      'params.login_host': 'test.example.com',
    })
  })

  it('names what is missing, the integration’s own values too', () => {
    expect(missing({})).toEqual(['client_id', 'client_secret', 'params.token_url'])
  })

  it('asks for no secret when the person says that there is none', () => {
    expect(missing({ client_id: 'a', has_no_secret: true, 'params.token_url': 'https://a.example/token' })).toEqual([])
  })

  it('offers clients without a secret only where something stands in for it', () => {
    expect(registrationSchema(GRANT, {}).properties).toHaveProperty('has_no_secret')
    expect(registrationSchema({ ...GRANT, pkce: false }, {}).properties).not.toHaveProperty('has_no_secret')
  })
})

describe('a registration on its way to the server', () => {
  it('holds scopes as words and leaves out what is empty', () => {
    const values = {
      client_id: ' a ',
      client_secret: 's',
      scopes: ' one,two  three',
      'params.login_host': '',
      'params.token_url': 'https://a',
    }
    expect(registrationOf(values)).toEqual({
      client_id: 'a',
      client_secret: 's',
      scopes: ['one', 'two', 'three'],
      params: { token_url: 'https://a' },
    })
  })

  it('sends no secret that was typed before the person said that there is none', () => {
    expect(registrationOf({ client_id: 'a', client_secret: 'typed', has_no_secret: true }).client_secret).toBe('')
  })
})
