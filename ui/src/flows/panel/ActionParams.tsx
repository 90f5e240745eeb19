// The declared parameters of an action, as a form.
import { Alert, Text } from '@mantine/core'
import { useId } from 'react'
import type { Action } from '../../api/types'
import { FormContext } from '../../form/form_context'
import { JsonValue } from '../../form/JsonValue'
import { type Problems, problemsOf } from '../../form/problems'
import { SchemaForm } from '../../form/SchemaForm'
import { useEditor } from '../editor_context'

interface Props {
  action: Action
  onChange: (action: Action) => void
  readOnly: boolean
}

export function ActionParams({ action, onChange, readOnly }: Props) {
  const { catalog } = useEditor()
  const id = useId()
  const declaration = catalog?.declaration(action)
  const { connection_id, ...params } = action.params ?? {}
  const change = (next: Record<string, unknown>) =>
    onChange({ ...action, params: connection_id === undefined ? next : { connection_id, ...next } })

  if (catalog && !declaration) {
    return (
      <>
        <Alert color="orange" variant="light" fz="sm">
          This server does not know {action.type}.{action.action}. It is kept as it is.
        </Alert>
        <JsonValue
          label="Parameters"
          value={params}
          onChange={value => change((value ?? {}) as Record<string, unknown>)}
          readOnly={readOnly}
        />
      </>
    )
  }
  if (!declaration) return null
  const problems = withoutMissing(problemsOf(declaration.params, params, { templates: true }))
  return (
    <FormContext value={{ templates: true, readOnly, problems, id }}>
      {declaration.help && (
        <Text size="xs" c="dimmed">
          {declaration.help}
        </Text>
      )}
      <SchemaForm schema={declaration.params} values={params} onChange={change} />
    </FormContext>
  )
}

/** A field nobody has reached yet is not a mistake; the card on the canvas says what is missing. */
const withoutMissing = (problems: Problems): Problems =>
  new Map([...problems].filter(([, problem]) => problem !== 'Required'))
