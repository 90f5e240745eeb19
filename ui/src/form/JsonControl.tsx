// Any JSON value.
import { type ControlProps, useForm } from './form_context'
import { JsonValue } from './JsonValue'
import { Labelled } from './Labelled'

export function JsonControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  return (
    <Labelled label={label} description={schema.description} required={required} path={path}>
      <JsonValue label={label} value={value} onChange={onChange} readOnly={form.readOnly} />
    </Labelled>
  )
}
