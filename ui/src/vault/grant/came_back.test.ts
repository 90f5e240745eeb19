import { describe, expect, it } from 'vitest'
import { cameBack, isConnected, newsOf } from './came_back'
import { journeyIn } from './journey'

describe('the address after a vendor’s page', () => {
  it('names the connection that was granted', () => {
    expect(cameBack({ connected: 'ac_1' })).toEqual({ connected: 'ac_1' })
  })

  it('names the one that was not, and why', () => {
    const search = { not_connected: 'ac_1', reason: 'access was not granted' }
    expect(cameBack(search)).toEqual(search)
  })

  it('means nothing when it holds anything but an id', () => {
    for (const id of ['', '<b>', 'a b', '../x', 7, null]) {
      expect(cameBack({ connected: id })).toEqual({})
      expect(cameBack({ not_connected: id, reason: 'x' })).toEqual({})
    }
  })

  it('says no more than anybody reads', () => {
    expect(cameBack({ not_connected: 'ac_1', reason: 'x'.repeat(10_000) }).reason).toHaveLength(500)
  })
})

describe('a way that was begun in this tab', () => {
  const NOW = Date.parse('2026-03-10T12:00:00Z')
  const written = (at: number) => JSON.stringify({ tenant: 'acme', connection: 'ac_1', left: 'then', at })

  it('is remembered for as long as somebody may take', () => {
    expect(journeyIn(written(NOW - 60_000), NOW)).toEqual({ tenant: 'acme', connection: 'ac_1', left: 'then' })
    expect(journeyIn(written(NOW - 3_600_000), NOW)).toBeUndefined()
    for (const text of ['', '{', 'null', '{"tenant":"acme"}']) expect(journeyIn(text, NOW)).toBeUndefined()
  })

  it('tells what became of it only where the address does not', () => {
    const journey = { tenant: 'acme', connection: 'ac_1', left: 'then' }
    expect(newsOf({ connected: 'ac_2' }, journey)).toEqual({ about: 'ac_2', outcome: 'connected' })
    expect(newsOf({}, undefined)).toBeUndefined()
    const news = newsOf({}, journey)
    expect(news?.about).toBe('ac_1')
    expect(isConnected(news!, { updated_at: 'then' })).toBe(false)
    expect(isConnected(news!, { updated_at: 'now' })).toBe(true)
  })
})
