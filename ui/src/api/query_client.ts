// What the console remembers of the server's answers, and when it asks again.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './request'
import { sessionKey } from './session_key'

/** Someone who was signed out meanwhile gets the sign-in page, not a list of errors. */
function noticeSignedOut(error: Error) {
  if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(sessionKey, null)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
    },
    // A mutation's input may hold a credential: it is forgotten as soon as nobody looks at the mutation.
    mutations: { gcTime: 0 },
  },
})
