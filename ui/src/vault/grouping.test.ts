import { describe, expect, it } from 'vitest'
import type { Connection } from '../api/types'
import { groupByIntegration, unusedName } from './grouping'

const connection = (app_id: string, name: string, account_name?: string): Connection => ({
  id: `ac_${name}`,
  app_id,
  name,
  account_name,
  ready: true,
  created_at: '',
  updated_at: '',
  fingerprint: '',
})
const ALL = [
  connection('TWILIO', 'Shop 10'),
  connection('HTTP', 'Billing', 'Bearer my-***ken'),
  connection('TWILIO', 'Shop 2'),
]
const nameOf = (appId: string) => ({ TWILIO: 'Twilio', HTTP: 'HTTP' })[appId] ?? appId

describe('the Vault list', () => {
  it('is grouped by integration and sorted as people count', () => {
    const groups = groupByIntegration(ALL, '', nameOf)
    expect(groups.map(group => [group.name, group.connections.map(one => one.name)])).toEqual([
      ['HTTP', ['Billing']],
      ['Twilio', ['Shop 2', 'Shop 10']],
    ])
  })

  it('is searched by connection, account and integration, all words at once', () => {
    const found = (search: string) =>
      groupByIntegration(ALL, search, nameOf).flatMap(group => group.connections.map(one => one.name))
    expect(found('bearer')).toEqual(['Billing'])
    expect(found('twilio 10')).toEqual(['Shop 10'])
    expect(found('nothing')).toEqual([])
  })
})

it('a proposed name is one that nobody has', () => {
  expect(unusedName('Slack', ALL)).toBe('Slack')
  expect(unusedName('Shop', [connection('X', 'shop'), connection('X', 'Shop 2')])).toBe('Shop 3')
})
