// Several lines of text.
import { Textarea } from '@mantine/core'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { holdsTemplate, shown, typed } from './values'

export function LongTextControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  return (
    <Textarea
      id={`${form.id}-${path}`}
      label={label}
      description={schema.description}
      required={required}
      error={form.problems.get(path)}
      readOnly={form.readOnly}
      autosize
      minRows={3}
      maxRows={14}
      className={holdsTemplate(value) ? classes.code : undefined}
      value={shown(value)}
      onChange={event => onChange(typed(event.currentTarget.value, schema))}
    />
  )
}
