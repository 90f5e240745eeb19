// One of a few values.
import { Select } from '@mantine/core'
import { type ControlProps, useForm } from './form_context'
import { shown } from './values'

export function ChoiceControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const choices = schema.enum ?? []
  const known = choices.map(shown)
  // A stored value that is no longer a choice stays visible instead of looking empty.
  const data = value === undefined || known.includes(shown(value)) ? known : [...known, shown(value)]
  return (
    <Select
      id={`${form.id}-${path}`}
      label={label}
      description={schema.description}
      required={required}
      error={form.problems.get(path)}
      placeholder={schema.default === undefined ? 'Choose…' : shown(schema.default)}
      readOnly={form.readOnly}
      clearable={!required && !form.readOnly}
      searchable={data.length > 12}
      allowDeselect={false}
      checkIconPosition="right"
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      data={data}
      value={value === undefined ? null : shown(value)}
      onChange={chosen =>
        onChange(chosen === null ? undefined : (choices.find(choice => shown(choice) === chosen) ?? chosen))
      }
    />
  )
}
