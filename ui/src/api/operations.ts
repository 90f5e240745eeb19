// What the API's description says about each call: which paths there are, what they take and what they answer.
import type { paths } from './schema'

export type ApiPath = keyof paths
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Operation<P extends ApiPath, M extends Method> = NonNullable<paths[P][M]>
type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : undefined
type Responses<P extends ApiPath, M extends Method> = Operation<P, M> extends { responses: infer R } ? R : never
type Success = 200 | 201 | 204

/** The body of a successful answer. */
export type Answer<P extends ApiPath, M extends Method> = {
  [S in keyof Responses<P, M> & Success]: Json<Responses<P, M>[S]>
}[keyof Responses<P, M> & Success]

type Parameters<P extends ApiPath, M extends Method> = Operation<P, M> extends { parameters: infer R } ? R : never
type PathOf<P extends ApiPath, M extends Method> =
  Parameters<P, M> extends { path: infer V } ? { path: V } : { path?: undefined }
type QueryOf<P extends ApiPath, M extends Method> =
  Parameters<P, M> extends { query?: infer V } ? { query?: V } : { query?: undefined }
type BodyOf<P extends ApiPath, M extends Method> =
  Operation<P, M> extends { requestBody: infer R }
    ? // Text stands for a body that must not pass through a printer of ours.
      { body: Json<R> } | { text: string }
    : { body?: undefined }

/** Everything one call needs. */
export type Request<P extends ApiPath, M extends Method> = PathOf<P, M> &
  QueryOf<P, M> &
  BodyOf<P, M> & {
    /** Name of the tenant the call is about. Null for calls about the person, not about a tenant. */
    tenant: string | null
    signal?: AbortSignal
  }
