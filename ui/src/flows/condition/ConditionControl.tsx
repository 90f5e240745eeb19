// The condition of an If / then action: groups of comparisons, or JSON where the builder does not know the words.
import { Alert } from '@mantine/core'
import { useState } from 'react'
import { type ControlProps, useForm } from '../../form/form_context'
import { JsonValue } from '../../form/JsonValue'
import { Labelled } from '../../form/Labelled'
import { ConditionGroup } from './ConditionGroup'
import { EMPTY_COMPARISON, type Group, isGroup, isUnderstood } from './condition'

export function ConditionControl({ label, schema, required, path, value, onChange }: ControlProps) {
  const form = useForm()
  const understood = value === undefined || isUnderstood(value)
  const [asJson, setAsJson] = useState(!understood)
  const showJson = asJson || !understood
  const mode = showJson
    ? { label: 'Edit with the builder', onSwitch: () => setAsJson(false) }
    : { label: 'Edit as JSON', onSwitch: () => setAsJson(true) }
  return (
    <Labelled
      label={label}
      description={schema.description}
      required={required}
      path={path}
      mode={understood ? mode : undefined}
    >
      {!understood && (
        <Alert color="gray" variant="light" p="xs" fz="xs">
          This condition uses words the builder does not know. It is kept as it is and can be edited as JSON.
        </Alert>
      )}
      {showJson ? (
        <JsonValue label={label} value={value} onChange={onChange} readOnly={form.readOnly} />
      ) : (
        <ConditionGroup group={asGroup(value)} onChange={onChange} readOnly={form.readOnly} depth={0} />
      )}
    </Labelled>
  )
}

/** A lone comparison is shown as a group of one; it becomes one only when it is edited. */
function asGroup(value: unknown): Group {
  if (isGroup(value)) return value
  const only = isUnderstood(value) ? value : EMPTY_COMPARISON
  return { operator: 'AND', operands: [only] }
}
