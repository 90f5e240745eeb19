// The one place that talks to the server: JSON in, text or JSON out, every refusal as an ApiError.

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

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Call {
  /** Name of the tenant the call is about. Null for calls about the person, not about a tenant. */
  tenant: string | null
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is: JSON text that must not pass through a parser of ours. */
  text?: string
  signal?: AbortSignal
}

/** Answers the body of a successful response as text. An empty body is an empty string. */
export async function requestText(method: Method, path: string, call: Call): Promise<string> {
  const response = await send(method, path, call)
  const text = await response.text()
  if (!response.ok) throw refusal(response, text)
  return text
}

/** Answers the body of a successful response as JSON. */
export async function request<T>(method: Method, path: string, call: Call): Promise<T> {
  const text = await requestText(method, path, call)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function send(method: Method, path: string, { tenant, body, text, signal }: Call): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  // A header of our own: no form of another site can send it, so the cookie alone is worth nothing there.
  if (tenant !== null) headers.set('x-flowvault-tenant', tenant)
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body))
  if (content !== undefined) headers.set('content-type', 'application/json')
  try {
    return await fetch(path, { method, headers, body: content, signal, credentials: 'same-origin', cache: 'no-store' })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError(0, 'The server cannot be reached. Check that it is running, then try again.')
  }
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
