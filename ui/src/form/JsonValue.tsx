// Edits a JSON value as text. What does not parse stays on the screen and is not handed on.
import { Text } from '@mantine/core'
import { useState } from 'react'
import { CodeEditor } from '../editor/CodeEditor'

interface Props {
  label: string
  value: unknown
  onChange: (value: unknown) => void
  readOnly: boolean
}

const print = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2))

export function JsonValue({ label, value, onChange, readOnly }: Props) {
  const [text, setText] = useState(() => print(value))
  const [parsed, setParsed] = useState<unknown>(value)
  const [fault, setFault] = useState<string>()
  // Changed from outside (undo, another control): what is typed here is about an older value.
  if (value !== parsed && print(value) !== print(parsed)) {
    setParsed(value)
    setText(print(value))
    setFault(undefined)
  }

  function edit(next: string) {
    setText(next)
    try {
      const read: unknown = next.trim() === '' ? undefined : JSON.parse(next)
      setFault(undefined)
      setParsed(read)
      onChange(read)
    } catch (error) {
      setFault(error instanceof Error ? error.message : 'This is not JSON.')
    }
  }

  return (
    <div>
      <CodeEditor label={label} value={text} onChange={edit} readOnly={readOnly} />
      {fault && (
        <Text size="xs" c="var(--mantine-color-error)" mt={4} role="status">
          Not kept yet, this is not JSON: {fault}
        </Text>
      )}
    </div>
  )
}
