// Members that belong together. An optional group is absent until someone asks for it.
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { Labelled } from './Labelled'
import { SchemaForm } from './SchemaForm'
import type { Values } from './values'

export function ObjectControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const isOpen = value !== undefined || required
  return (
    <Labelled label={label} description={schema.description} required={required} path={path}>
      {isOpen && (
        <div className={classes.item}>
          <div className={classes.group}>
            <SchemaForm schema={schema} values={(value ?? {}) as Values} onChange={onChange} path={path} />
          </div>
          {!required && !form.readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={34}
              aria-label={`Remove ${label}`}
              onClick={() => onChange(undefined)}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
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
