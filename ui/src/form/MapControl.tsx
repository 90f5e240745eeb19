// Names with values: rows of text, or JSON where values are more than text.
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { isRecord, isStructured } from './control'
import classes from './form.module.css'
import { type ControlProps, useForm } from './form_context'
import { JsonValue } from './JsonValue'
import { Labelled } from './Labelled'
import { type Row, rowsOf, valueOfRow, valuesOf } from './rows'
import { shown } from './values'

export function MapControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const nested = !isRecord(value ?? {}) || Object.values(value ?? {}).some(isStructured)
  const [asJson, setAsJson] = useState(nested || schema['x-kind'] === 'json')
  const showJson = asJson || nested
  const mode = showJson
    ? { label: 'Edit as rows', onSwitch: () => setAsJson(false) }
    : { label: 'Edit as JSON', onSwitch: () => setAsJson(true) }
  return (
    <Labelled
      label={label}
      description={schema.description}
      required={required}
      path={path}
      mode={nested ? undefined : mode}
    >
      {showJson ? (
        <JsonValue label={label} value={value} onChange={onChange} readOnly={form.readOnly} />
      ) : (
        <Rows
          label={label}
          value={(value ?? {}) as Record<string, unknown>}
          onChange={onChange}
          readOnly={form.readOnly}
        />
      )}
    </Labelled>
  )
}

interface RowsProps {
  label: string
  value: Record<string, unknown>
  onChange: (value: unknown) => void
  readOnly: boolean
}

function Rows({ label, value, onChange, readOnly }: RowsProps) {
  // Rows live here while typed: two of them may share a name for a moment, which an object cannot.
  const [rows, setRows] = useState(() => rowsOf(value))
  const change = (next: Row[]) => {
    setRows(next)
    onChange(valuesOf(next))
  }
  return (
    <>
      {rows.map((row, index) => (
        <div key={row.key} className={classes.row}>
          <TextInput
            aria-label={`${label}: name ${index + 1}`}
            placeholder="Name"
            readOnly={readOnly}
            error={
              rows.some(other => other !== row && other.name === row.name && row.name !== '') ? 'Twice' : undefined
            }
            value={row.name}
            onChange={event => change(rows.with(index, { ...row, name: event.currentTarget.value }))}
          />
          <TextInput
            aria-label={`${label}: value ${index + 1}`}
            placeholder="Value"
            readOnly={readOnly}
            value={row.value === null ? 'null' : shown(row.value)}
            onChange={event => change(rows.with(index, valueOfRow(row, event.currentTarget.value)))}
          />
          {!readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={34}
              aria-label={`${label}: remove row ${index + 1}`}
              onClick={() => change(rows.toSpliced(index, 1))}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            aria-label={`${label}: add a row`}
            onClick={() => setRows([...rows, { key: crypto.randomUUID(), name: '', value: '' }])}
          >
            Add
          </Button>
        </div>
      )}
    </>
  )
}
