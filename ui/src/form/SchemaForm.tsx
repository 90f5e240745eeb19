// The one form of the console: draws the members of an object as the catalogue declares them, in its order.
import { Stack } from '@mantine/core'
import type { JsonSchema } from '../api/types'
import { Advanced } from './Advanced'
import { Alternatives } from './Alternatives'
import { controlFor } from './control'
import { Field } from './Field'
import { useForm } from './form_context'
import { MapControl } from './MapControl'
import { join } from './problems'
import { type Values, withMember } from './values'

interface Props {
  schema: JsonSchema
  values: Values
  onChange: (values: Values) => void
  path?: string
}

export function SchemaForm({ schema, values, onChange, path = '' }: Props) {
  const form = useForm()
  const members = Object.entries(schema.properties ?? {}).filter(([, member]) => controlFor(member) !== 'hidden')
  const field = ([name, member]: [string, JsonSchema]) => (
    <Field
      key={name}
      name={name}
      schema={member}
      required={schema.required?.includes(name) ?? false}
      path={join(path, name)}
      value={values[name]}
      onChange={value => onChange(withMember(values, name, value))}
    />
  )
  const advanced = members.filter(([, member]) => member.advanced)
  return (
    <Stack gap="md">
      {members.filter(([, member]) => !member.advanced).map(field)}
      {schema.oneOf && (
        <Alternatives label="What to give" options={schema.oneOf} values={values} onChange={onChange} path={path} />
      )}
      {form.templates && isOpen(schema) && (
        <OtherMembers schema={schema} values={values} onChange={onChange} path={path} />
      )}
      {advanced.length > 0 && (
        <Advanced startOpen={advanced.some(([name]) => values[name] !== undefined)}>{advanced.map(field)}</Advanced>
      )}
    </Stack>
  )
}

/** Some actions take keys of the vendor's own beside the declared ones. */
const isOpen = (schema: JsonSchema) =>
  schema.additionalProperties === true ||
  (typeof schema.additionalProperties === 'object' && schema.properties !== undefined)

function OtherMembers({ schema, values, onChange, path = '' }: Props) {
  const declared = Object.assign({}, schema.properties, ...(schema.oneOf ?? []).map(option => option.properties))
  const others = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(declared, name)))
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(declared, name)))
  return (
    <MapControl
      label="More fields"
      schema={{
        type: 'object',
        description: 'Sent along under these names.',
        additionalProperties: schema.additionalProperties,
      }}
      required={false}
      path={join(path, '*')}
      value={Object.keys(others).length > 0 ? others : undefined}
      onChange={changed => onChange({ ...((changed as Values | undefined) ?? {}), ...kept })}
    />
  )
}
