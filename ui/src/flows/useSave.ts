// Saves the draft, when and only when the person says so.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type LoadedFlow, saveActions } from '../api/flows'
import { tell } from '../shell/tell'
import { useTenant } from '../shell/tenant'
import type { useDraft } from './useDraft'

export function useSave(flow: LoadedFlow, draft: ReturnType<typeof useDraft>) {
  const tenant = useTenant()
  const client = useQueryClient()
  const [saving, setSaving] = useState(false)
  const [fault, setFault] = useState<string>()

  async function save() {
    if (!draft.isDirty || saving) return
    // What is edited while the request is on its way stays unsaved.
    const sent = draft.actions
    setSaving(true)
    setFault(undefined)
    try {
      await saveActions(tenant, flow.id, flow.source.print(sent))
      draft.setSaved(sent)
      tell('Flow saved')
      void client.invalidateQueries({ queryKey: ['flows', tenant] })
      void client.invalidateQueries({ queryKey: ['usage', tenant] })
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'The flow could not be saved.')
    } finally {
      setSaving(false)
    }
  }

  return { save, saving, fault }
}
