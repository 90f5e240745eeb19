// What would make an action fail, as far as it can be seen before running it.
import type { Action, Connection } from '../api/types'
import type { Catalog } from '../catalog/useCatalog'
import { problemsOf } from '../form/problems'
import { holdsTemplate } from '../form/values'
import { type Actions, places } from './tree/action_tree'

export function problemsByAction(
  actions: Actions,
  catalog?: Catalog,
  connections?: readonly Connection[],
): Map<string, string[]> {
  const found = new Map<string, string[]>()
  if (!catalog || !connections) return found
  for (const { action } of places(actions)) {
    const problems = [...connectionProblems(action, catalog, connections), ...paramProblems(action, catalog)]
    if (problems.length > 0) found.set(action.id, problems)
  }
  return found
}

function connectionProblems(action: Action, catalog: Catalog, connections: readonly Connection[]): string[] {
  const need = catalog.declaration(action)?.connection ?? 'none'
  const id = action.params?.connection_id
  if (id === undefined || id === '') return need === 'required' ? ['No Vault connection chosen'] : []
  if (holdsTemplate(id)) return []
  const connection = connections.find(one => one.id === id)
  if (!connection) return ['Its Vault connection does not exist any more']
  return connection.ready ? [] : [`Connection “${connection.name}” is missing credentials`]
}

function paramProblems(action: Action, catalog: Catalog): string[] {
  const declaration = catalog.declaration(action)
  if (!declaration) return ['This server does not know this action']
  const problems = problemsOf(declaration.params, action.params ?? {}, { templates: true })
  return [...problems].map(([path, problem]) => `${path.replaceAll('_', ' ')}: ${problem.toLowerCase()}`)
}
