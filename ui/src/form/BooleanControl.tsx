// Yes or no.
import { Checkbox } from '@mantine/core'
import { type ControlProps, useForm } from './form_context'

export function BooleanControl({ label, schema, path, value, onChange }: ControlProps) {
  const form = useForm()
  return (
    <Checkbox
      id={`${form.id}-${path}`}
      label={label}
      description={schema.description}
      error={form.problems.get(path)}
      disabled={form.readOnly}
      checked={(value ?? schema.default) === true}
      onChange={event => onChange(event.currentTarget.checked)}
    />
  )
}
