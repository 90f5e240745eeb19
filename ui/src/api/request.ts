// The one place that talks to the server: JSON in, text or JSON out, every refusal as an ApiError.
import type { Answer, ApiPath, Method, Request } from './operations'

/** A refusal of the server, in the contract's words. `status` 0 means that the server was not reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code?: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

/** Answers the body of a successful response as JSON. */
export async function request<P extends ApiPath, M extends Method>(
  method: M,
  path: P,
  call: Request<P, M>,
): Promise<Answer<P, M>> {
  const text = await requestText(method, path, call)
  return (text === '' ? undefined : JSON.parse(text)) as Answer<P, M>
}

/** Answers the body of a successful response as text. An empty body is an empty string. */
export async function requestText<P extends ApiPath, M extends Method>(
  method: M,
  path: P,
  call: Request<P, M>,
): Promise<string> {
  const response = await send(method, path, call as PlainCall)
  const text = await response.text()
  if (!response.ok) throw refusal(response, text)
  return text
}

/** A call without its types, which were checked where it was made. */
interface PlainCall {
  tenant: string | null
  path?: object
  query?: object
  body?: unknown
  text?: string
  signal?: AbortSignal
}

async function send(method: Method, path: string, call: PlainCall): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  // A header of our own: no form of another site can send it, so the cookie alone is worth nothing there.
  if (call.tenant !== null) headers.set('x-flowvault-tenant', call.tenant)
  const body = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
  if (body !== undefined) headers.set('content-type', 'application/json')
  const options = { method: method.toUpperCase(), headers, body, signal: call.signal } as const
  try {
    return await fetch(addressOf(path, call), { ...options, credentials: 'same-origin', cache: 'no-store' })
  } catch (cause) {
    if (call.signal?.aborted) throw cause
    throw new ApiError(0, 'The server cannot be reached. Check that it is running, then try again.')
  }
}

function addressOf(template: string, { path = {}, query = {} }: PlainCall): string {
  const values: Record<string, unknown> = { ...path }
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])
  return pairs.length === 0 ? address : `${address}?${new URLSearchParams(pairs)}`
}

function refusal(response: Response, text: string): ApiError {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const seconds = Number.isFinite(retryAfter) ? retryAfter : undefined
  try {
    const body = JSON.parse(text) as { message?: string; errorCode?: string }
    return new ApiError(response.status, body.message ?? response.statusText, body.errorCode, seconds)
  } catch {
    return new ApiError(response.status, response.statusText || `HTTP ${response.status}`, undefined, seconds)
  }
}
