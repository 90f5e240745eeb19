// The local stand-in for Twilio that the server under test is pointed at. FLOWVAULT_TWILIO answers, as JSON, the requests
// it has received: [{ "method", "path", "authorization", "body" }], oldest first.
const REQUESTS = process.env.FLOWVAULT_TWILIO

export const isTwilioHere = REQUESTS !== undefined

export const newAccount = token => ({ sid: `AC${crypto.randomUUID().replaceAll('-', '')}`, token })

/** The last message that was sent, with the credentials it came with. */
export async function lastMessage() {
  const requests = await (await fetch(REQUESTS)).json()
  const message = requests.findLast(request => request.method === 'POST' && request.path.endsWith('/Messages.json'))
  if (!message) return undefined
  const [sid, token] = Buffer.from(message.authorization.replace(/^Basic /, ''), 'base64').toString().split(':')
  return { sid, token, ...Object.fromEntries(new URLSearchParams(message.body)) }
}
