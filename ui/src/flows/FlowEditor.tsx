// The editor of one flow: head, canvas and panel around one draft.
import { useHotkeys } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { LoadedFlow } from '../api/flows'
import type { ActionDeclaration } from '../api/types'
import { useCatalog } from '../catalog/useCatalog'
import { useMay } from '../session/useSession'
import { useConnections } from '../vault/useConnections'
import { problemsByAction } from './action_problems'
import { FlowCanvas } from './canvas/FlowCanvas'
import { type Editor, EditorContext } from './editor_context'
import { FlowHead } from './FlowHead'
import classes from './flows.module.css'
import { LeaveGuard } from './LeaveGuard'
import { type Side, SidePanel } from './panel/SidePanel'
import { SaveFault } from './SaveFault'
import { insertAt, type Path, placeOf } from './tree/action_tree'
import { newAction } from './tree/new_action'
import { useDraft } from './useDraft'
import { useRun } from './useRun'
import { useSave } from './useSave'

export function FlowEditor({ flow }: { flow: LoadedFlow }) {
  const { action: selected } = useSearch({ from: '/t/$tenant/flows/$id' })
  const navigate = useNavigate({ from: '/t/$tenant/flows/$id' })
  const readOnly = !useMay('update:flows')
  const { catalog } = useCatalog()
  const connections = useConnections()
  const draft = useDraft(flow)
  const run = useRun(flow.id)
  const save = useSave(flow, draft)
  const [aside, setAside] = useState<Exclude<Side, { kind: 'action' }>>()

  const place = selected === undefined ? undefined : placeOf(draft.actions, selected)
  const side: Side = aside ?? (place ? { kind: 'action', place } : { kind: 'overview' })
  const select = (id: string | undefined) => {
    setAside(undefined)
    void navigate({ search: id === undefined ? {} : { action: id }, replace: true })
  }

  function add(declaration: ActionDeclaration, slot: Path) {
    const action = newAction(declaration, draft.actions)
    draft.edit(actions => insertAt(actions, slot, action))
    select(action.id)
  }

  // Inside a text field these keys belong to the field.
  useHotkeys([
    ['mod+Z', () => !readOnly && draft.undo()],
    ['mod+shift+Z', () => !readOnly && draft.redo()],
  ])
  useHotkeys([['mod+S', () => void save.save()]], [])

  const problems = useMemo(
    () => problemsByAction(draft.actions, catalog, connections.data),
    [draft.actions, catalog, connections.data],
  )
  const editor: Editor = {
    readOnly,
    catalog,
    selected: aside?.kind === 'palette' ? undefined : place?.action.id,
    select,
    openSlot: aside?.kind === 'palette' ? aside.slot : undefined,
    openPalette: slot => setAside({ kind: 'palette', slot }),
    problems,
    traces: run.traces,
    running: run.running,
  }

  return (
    <EditorContext value={editor}>
      <div className={classes.editor}>
        <FlowHead flow={flow} draft={draft} save={save} readOnly={readOnly} onRun={() => setAside({ kind: 'run' })} />
        {save.fault && <SaveFault message={save.fault} actions={draft.actions} onSelect={select} />}
        <div className={classes.body}>
          <section className={classes.canvas} aria-label="Flow">
            <FlowCanvas actions={draft.actions} />
          </section>
          <SidePanel
            side={side}
            draft={draft}
            run={run}
            onAdd={add}
            onRunFlow={input => run.run(input, draft.isDirty ? flow.source.print(draft.actions) : undefined)}
            onClose={() => select(aside ? selected : undefined)}
          />
        </div>
      </div>
      <LeaveGuard isDirty={draft.isDirty} changes={draft.changes} />
    </EditorContext>
  )
}
