// Several values of one kind.
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
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
        <div key={index} className={classes.item}>
          <Field
            name={`${item.title ?? label} ${index + 1}`}
            schema={{ ...item, title: `${item.title ?? label} ${index + 1}` }}
            required={false}
            path={join(path, index)}
            value={one}
            onChange={changed => change(items.with(index, changed ?? emptyValue(item)))}
          />
          {!form.readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={34}
              mt={controlFor(item) === 'object' ? 4 : 24}
              aria-label={`${label}: remove ${index + 1}`}
              onClick={() => change(items.toSpliced(index, 1))}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
        </div>
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
