// Gives a thing another name.
import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog } from './Dialog'

/** The contract's limit for names of flows and connections. */
export const LONGEST_NAME = 150

interface Props {
  title: string
  label: string
  name: string
  action: string
  onSave: (name: string) => Promise<void>
  onClose: () => void
}

export function RenameDialog({ title, label, name, action, onSave, onClose }: Props) {
  const [text, setText] = useState(name)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    try {
      await onSave(text.trim())
      onClose()
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : 'It could not be saved.')
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <TextInput
            label={label}
            data-autofocus
            maxLength={LONGEST_NAME}
            error={refusal}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            onFocus={event => event.currentTarget.select()}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={text.trim() === '' || (text.trim() === name && name !== '')}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
