import { expect, it } from 'vitest'
import { pathInMessage } from './path_in_message'

it.each([
  ["Payload validation error: 'Missing required property: to' on property actions[2].params.", [2]],
  ["'…' on property actions[1].params.then[0].params.else[3].params.url (x).", [1, 'then', 0, 'else', 3]],
  ["Payload validation error: 'Too long' on property name.", undefined],
])('%s', (message, path) => {
  expect(pathInMessage(message)).toEqual(path)
})
