// A secret: masked while typed, and never filled from what is stored.
import { PasswordInput, Textarea } from '@mantine/core'
import { type ClipboardEvent, useState } from 'react'
import { describeField } from './FieldDescription'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { shown, typed } from './values'

export function SecretControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const [hasLines, setHasLines] = useState(schema['x-kind'] === 'text')
  const problem = form.problems.get(path)
  const shared = {
    id: `${form.id}-${path}`,
    label,
    description: describeField(schema, value, problem),
    required,
    error: problem,
    placeholder: form.storedSecret,
    readOnly: form.readOnly,
    spellCheck: false,
    value: shown(value),
  }

  // A key in PEM form has line breaks, which a password field would drop without a word.
  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData('text').trim()
    if (!pasted.includes('\n')) return
    event.preventDefault()
    setHasLines(true)
    onChange(`${pasted}\n`)
  }

  if (hasLines) {
    return (
      <Textarea
        {...shared}
        className={classes.masked}
        autoComplete="off"
        rows={5}
        onChange={event => onChange(typed(event.currentTarget.value, schema))}
      />
    )
  }
  return (
    <PasswordInput
      {...shared}
      // Password managers offer to remember what is typed here unless told that it is a one-time value.
      autoComplete="one-time-code"
      data-1p-ignore
      data-lpignore="true"
      visibilityToggleButtonProps={{ 'aria-label': `Show what is typed in ${label}`, tabIndex: 0 }}
      onPaste={onPaste}
      onChange={event => onChange(typed(event.currentTarget.value.trim(), schema))}
    />
  )
}
