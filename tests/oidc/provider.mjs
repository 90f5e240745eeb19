// A certified OAuth 2 and OpenID Connect server that nobody here wrote, as strict as it goes: PKCE is required, every
// refresh token is for one use, and using one again ends the whole grant. Beside it an API that asks it about each token.
// Prints `listening on http://127.0.0.1:PORT` and serves until it is ended.
//   FLOWVAULT_OIDC_LIFE      seconds that an access token lives
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const CLIENT = { id: 'flowvault', secret: 'a-secret-of-flowvault-at-the-provider' }
const API = { id: 'api', secret: 'a-secret-of-the-api-at-the-provider' }
const seen = { refreshTokens: [], refreshes: 0, calls: [] }

const server = createServer()
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(url, {
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: ['https://replaced.example.com/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    { client_id: API.id, client_secret: API.secret, redirect_uris: [], response_types: [], grant_types: [] },
  ],
  // Anybody may sign in; who they say they are is who they are.
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com` }) }),
  claims: { openid: ['sub'], email: ['email'] },
  cookies: { keys: ['a key of the test'] },
  features: { devInteractions: { enabled: true }, introspection: { enabled: true }, revocation: { enabled: true } },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  ttl: { AccessToken: Number(process.env.FLOWVAULT_OIDC_LIFE ?? 8), RefreshToken: 3600, Grant: 3600, Interaction: 600, Session: 600, IdToken: 600 },
})
// The port of the server under test is known only after this one's.
provider.Client.prototype.redirectUriAllowed = uri => /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/.test(uri)
provider.use(async (ctx, next) => {
  await next()
  const spent = ctx.oidc?.route === 'token' && ctx.oidc.params?.refresh_token
  if (spent && ctx.status === 200) {
    seen.refreshTokens.push(spent)
    seen.refreshes++
  }
})

/** A form, as the client of that name. */
function post(path, { id, secret }, form) {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  return fetch(url + path, { method: 'POST', headers: { authorization }, body: new URLSearchParams(form) })
}

const routes = {
  // The API that flows call: a token is good when the provider says so.
  '/api/me': async request => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
    const said = await (await post('/token/introspection', API, { token })).json()
    seen.calls.push(said.active)
    return said.active ? [200, { account: said.sub }] : [401, { error: 'invalid_token' }]
  },
  // For the test: what was seen so far.
  '/test/seen': () => [200, { refreshes: seen.refreshes, calls: seen.calls }],
  // For the test: somebody uses the oldest refresh token again.
  '/test/reuse': async () => {
    const refused = await post('/token', CLIENT, { grant_type: 'refresh_token', refresh_token: seen.refreshTokens[0] })
    return [refused.status, await refused.json()]
  },
}

const serve = provider.callback()
server.on('request', async (request, response) => {
  const route = routes[request.url]
  if (!route) return serve(request, response)
  const [status, body] = await route(request)
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})
console.log(`listening on ${url}`)
