// A line of text, or a number.
import { TextInput } from '@mantine/core'
import { controlFor } from './control'
import { describeField } from './FieldDescription'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { holdsTemplate, shown, typed } from './values'

export function TextControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const problem = form.problems.get(path)
  return (
    <TextInput
      id={`${form.id}-${path}`}
      label={label}
      description={describeField(schema, value, problem)}
      required={required}
      error={problem}
      placeholder={schema.default === undefined ? undefined : shown(schema.default)}
      inputMode={controlFor(schema) === 'number' && !form.templates ? 'numeric' : undefined}
      readOnly={form.readOnly}
      autoComplete="off"
      spellCheck={false}
      className={holdsTemplate(value) ? classes.code : undefined}
      value={shown(value)}
      onChange={event => onChange(typed(event.currentTarget.value, schema))}
    />
  )
}
