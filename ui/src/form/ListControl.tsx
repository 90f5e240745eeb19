// Several values of one kind.
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { JsonSchema } from '../api/types'
import { controlFor } from './control'
import { Field } from './Field'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { JsonControl } from './JsonControl'
import { Labelled } from './Labelled'
import { join } from './problems'
import { emptyValue } from './values'

export function ListControl(props: ControlProps) {
  const { label, schema, required, path, value, onChange } = props
  const form = useForm()
  const items = Array.isArray(value) ? (value as unknown[]) : []
  const item = schema.items
  if (!item || controlFor(item) === 'json') return <JsonControl {...props} />
  const change = (next: unknown[]) => onChange(next.length === 0 && !required ? undefined : next)
  return (
    <Labelled label={label} description={schema.description} required={required} path={path}>
      {items.map((one, index) => (
        <Item
          key={index}
          label={`${item.title ?? label} ${index + 1}`}
          schema={item}
          path={join(path, index)}
          value={one}
          onChange={changed => change(items.with(index, changed ?? emptyValue(item)))}
          onRemove={() => change(items.toSpliced(index, 1))}
        />
      ))}
      {!form.readOnly && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            aria-label={`${label}: add`}
            onClick={() => change([...items, emptyValue(item)])}
          >
            Add
          </Button>
        </div>
      )}
    </Labelled>
  )
}

interface ItemProps {
  label: string
  schema: JsonSchema
  path: string
  value: unknown
  onChange: (value: unknown) => void
  onRemove: () => void
}

function Item({ label, schema, path, value, onChange, onRemove }: ItemProps) {
  const form = useForm()
  const isGroup = controlFor(schema) === 'object'
  const field = (
    <Field
      name={label}
      schema={{ ...schema, title: label }}
      required={false}
      path={path}
      value={value}
      // A group has a "Remove" of its own, which here takes the item out of the list.
      onChange={changed => (isGroup && changed === undefined ? onRemove() : onChange(changed))}
    />
  )
  if (isGroup) return field
  return (
    <div className={classes.item}>
      {field}
      {!form.readOnly && (
        <ActionIcon variant="subtle" color="gray" size={34} mt={26} aria-label={`Remove ${label}`} onClick={onRemove}>
          <IconX size={15} />
        </ActionIcon>
      )}
    </div>
  )
}
