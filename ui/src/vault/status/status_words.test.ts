import { describe, expect, it } from 'vitest'
import { askAgainAfter, type State, stateOf, whoMustAct, wordsOf } from './status_words'

const STATES: State[] = [
  'empty',
  'ready',
  'refreshing',
  'refresh_failing',
  'reconnect_required',
  'scopes_missing',
  'misconfigured',
]

describe('a connection’s state', () => {
  it('is told apart from every other by its words', () => {
    expect(new Set(STATES.map(state => wordsOf(state).words)).size).toBe(STATES.length)
  })

  it('is what the list knows until the status is there', () => {
    expect(stateOf({ ready: true })).toBe('ready')
    expect(stateOf({ ready: false })).toBe('empty')
    expect(stateOf({ ready: true }, { state: 'reconnect_required' })).toBe('reconnect_required')
  })
})

describe('who must act', () => {
  it('is nobody worth naming while all is well', () => {
    expect(whoMustAct({ state: 'ready', who_must_act: 'nobody' })).toBeUndefined()
  })

  it('is said to be nobody while something fails that passes by itself', () => {
    expect(whoMustAct({ state: 'refresh_failing', who_must_act: 'nobody' })).toMatch(/^Nobody/)
  })

  it('begins like a sentence', () => {
    const told = whoMustAct({ state: 'reconnect_required', who_must_act: 'an editor: connect again' })
    expect(told).toBe('An editor: connect again')
  })
})

describe('a status that somebody looks at', () => {
  const NOW = Date.parse('2026-03-10T12:00:00Z')
  const ready = (next_refresh: string | null) => ({ state: 'ready' as const, next_refresh })

  it('is asked for often while a renewal is under way', () => {
    expect(askAgainAfter({ state: 'refreshing', next_refresh: null }, NOW)).toBeLessThanOrEqual(2_000)
  })

  it('is asked for again right after the next renewal is due', () => {
    expect(askAgainAfter(ready('2026-03-10T12:00:10Z'), NOW)).toBe(12_000)
  })

  it('is left alone for a minute otherwise', () => {
    for (const status of [undefined, ready(null), ready('2026-03-10T13:00:00Z'), ready('2026-03-10T11:00:00Z')]) {
      expect(askAgainAfter(status, NOW)).toBe(60_000)
    }
  })
})
