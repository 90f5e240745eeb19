// One of several groups of members.
import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { Labelled } from './Labelled'
import { matchingOption } from './problems'
import { SchemaForm } from './SchemaForm'
import type { Values } from './values'

export function OneOfControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const options = schema.oneOf ?? []
  const [chosen, setChosen] = useState(() => Math.max(0, options.indexOf(matchingOption(schema, value) ?? options[0]!)))
  return (
    <Labelled label={label} description={schema.description} required={required} path={path}>
      <Stack gap="sm" className={classes.group}>
        <SegmentedControl
          size="xs"
          aria-label={label}
          readOnly={form.readOnly}
          data={options.map((option, index) => ({ value: String(index), label: option.title ?? `Form ${index + 1}` }))}
          value={String(chosen)}
          onChange={index => setChosen(Number(index))}
        />
        <SchemaForm schema={options[chosen] ?? {}} values={(value ?? {}) as Values} onChange={onChange} path={path} />
      </Stack>
    </Labelled>
  )
}
