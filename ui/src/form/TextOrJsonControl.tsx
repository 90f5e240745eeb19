// A value that may be text or structured: a request body, for instance.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { isStructured } from './control'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { JsonValue } from './JsonValue'
import { Labelled } from './Labelled'
import { holdsTemplate, shown } from './values'

export function TextOrJsonControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const [asJson, setAsJson] = useState(value === undefined ? schema['x-kind'] === 'json' : typeof value !== 'string')
  const showJson = asJson || isStructured(value)
  const mode = showJson
    ? { label: 'Edit as text', onSwitch: () => switchToText() }
    : { label: 'Edit as JSON', onSwitch: () => switchToJson() }

  function switchToText() {
    setAsJson(false)
    if (isStructured(value)) onChange(JSON.stringify(value, null, 2))
  }

  function switchToJson() {
    setAsJson(true)
    if (typeof value !== 'string' || holdsTemplate(value)) return
    try {
      onChange(JSON.parse(value))
    } catch {
      // Not JSON yet: the editor shows it as a JSON string, and nothing is lost.
    }
  }

  return (
    <Labelled label={label} description={schema.description} required={required} path={path} mode={mode}>
      {showJson ? (
        <JsonValue label={label} value={value} onChange={onChange} readOnly={form.readOnly} />
      ) : (
        <Textarea
          aria-label={label}
          autosize
          minRows={3}
          maxRows={14}
          className={classes.code}
          readOnly={form.readOnly}
          value={shown(value)}
          onChange={event => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        />
      )}
    </Labelled>
  )
}
