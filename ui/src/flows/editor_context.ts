// What the parts of the flow editor share: the canvas, the cards and the panel all speak about the same draft.
import { createContext, useContext } from 'react'
import type { ActionTrace } from '../api/types'
import type { Catalog } from '../catalog/useCatalog'
import type { Path } from './tree/action_tree'

export interface Editor {
  readOnly: boolean
  catalog?: Catalog
  /** Id of the action whose panel is open. */
  selected?: string
  select: (id: string | undefined) => void
  /** Where the palette would put an action, while it is open. */
  openSlot?: Path
  openPalette: (slot: Path) => void
  /** By action id; an action without problems is not in it. */
  problems: ReadonlyMap<string, readonly string[]>
  /** How each action went in the last run, by id. Absent before the first run. */
  traces?: ReadonlyMap<string, ActionTrace>
  running: boolean
}

export const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (editor === null) throw new Error('useEditor stands outside of the flow editor')
  return editor
}
