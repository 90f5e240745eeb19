// What an action is called.
import type { Action } from '../../api/types'
import type { Catalog } from '../../catalog/useCatalog'

export function titleOf(action: Pick<Action, 'type' | 'action'>, catalog?: Catalog): string {
  return catalog?.declaration(action)?.label ?? `${action.type} · ${action.action.toLowerCase().replaceAll('_', ' ')}`
}
