// A choice between groups of members that stand in the same object.
import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import type { JsonSchema } from '../api/types'
import { useForm } from './form_context'
import { matchingOption } from './problems'
import { SchemaForm } from './SchemaForm'
import { labelOf, type Values } from './values'

interface Props {
  label: string
  options: readonly JsonSchema[]
  values: Values
  onChange: (values: Values) => void
  path: string
}

export function Alternatives({ label, options, values, onChange, path }: Props) {
  const form = useForm()
  const [chosen, setChosen] = useState(() =>
    Math.max(0, options.indexOf(matchingOption({ oneOf: [...options] }, values)!)),
  )
  // Only the members: keys beside them belong to the object, not to one of its alternatives.
  const option = { ...options[chosen], additionalProperties: false }
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={label}
        readOnly={form.readOnly}
        data={options.map((one, index) => ({ value: String(index), label: nameOf(one, index) }))}
        value={String(chosen)}
        onChange={index => setChosen(Number(index))}
      />
      <SchemaForm schema={option} values={values} onChange={onChange} path={path} />
    </Stack>
  )
}

/** An alternative without a title is called by what it requires. */
function nameOf(option: JsonSchema, index: number): string {
  const names = option.required ?? Object.keys(option.properties ?? {})
  return (
    option.title ??
    (names.map(name => labelOf(name, option.properties?.[name] ?? {})).join(', ') || `Form ${index + 1}`)
  )
}
