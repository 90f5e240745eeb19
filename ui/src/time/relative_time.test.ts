import { expect, it } from 'vitest'
import { durationInWords, relativeTime } from './relative_time'

const NOW = new Date('2026-03-10T12:00:00Z')

it.each([
  ['2026-03-10T11:59:40Z', 'just now'],
  ['2026-03-10T11:55:00Z', '5 minutes ago'],
  ['2026-03-10T09:00:00Z', '3 hours ago'],
  ['2026-03-09T11:00:00Z', 'yesterday'],
  ['2026-01-01T12:00:00Z', '2 months ago'],
  ['2024-03-10T12:00:00Z', '2 years ago'],
  ['2026-03-10T14:00:00Z', 'in 2 hours'],
  ['not a time', 'not a time'],
])('%s is told as %s', (iso, told) => {
  expect(relativeTime(iso, NOW)).toBe(told)
})

it('durations are told in the unit a person would use', () => {
  expect(durationInWords(12.4)).toBe('12 ms')
  expect(durationInWords(1234)).toBe('1.23 s')
  expect(durationInWords(61_000)).toBe('61.0 s')
})
