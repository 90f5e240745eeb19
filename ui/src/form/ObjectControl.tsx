// Members that belong together. An optional group is absent until someone asks for it.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { Labelled } from './Labelled'
import { SchemaForm } from './SchemaForm'
import type { Values } from './values'

export function ObjectControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const isOpen = value !== undefined || required
  const remove = isOpen && !required ? { label: 'Remove', onSwitch: () => onChange(undefined) } : undefined
  return (
    <Labelled label={label} description={schema.description} required={required} path={path} mode={remove}>
      {isOpen && (
        <div className={classes.group}>
          <SchemaForm schema={schema} values={(value ?? {}) as Values} onChange={onChange} path={path} />
        </div>
      )}
      {!isOpen && !form.readOnly && (
        <div>
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => onChange({})}>
            Add {label.toLowerCase()}
          </Button>
        </div>
      )}
    </Labelled>
  )
}
