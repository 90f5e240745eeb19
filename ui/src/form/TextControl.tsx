// A line of text, or a number.
import { TextInput } from '@mantine/core'
import { controlFor } from './control'
import { FieldDescription } from './FieldDescription'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { patternHint } from './problems'
import { holdsTemplate, shown, typed } from './values'

export function TextControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const problem = form.problems.get(path)
  return (
    <TextInput
      id={`${form.id}-${path}`}
      label={label}
      description={
        <FieldDescription text={schema.description} hint={problem ? undefined : patternHint(schema, value)} />
      }
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
