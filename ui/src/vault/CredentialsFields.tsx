// The fields of a setup that is typed in.
import { useId } from 'react'
import { FormContext } from '../form/form_context'
import { SchemaForm } from '../form/SchemaForm'
import type { useCredentials } from './useCredentials'

interface Props {
  credentials: ReturnType<typeof useCredentials>
  storedSecret?: string
}

export function CredentialsFields({ credentials, storedSecret }: Props) {
  const id = useId()
  const { setup, values, edit, problems } = credentials
  if (setup?.method !== 'form') return null
  return (
    <FormContext value={{ templates: false, readOnly: false, problems, storedSecret, id }}>
      <SchemaForm key={setup.type} schema={setup.schema} values={values} onChange={edit} />
    </FormContext>
  )
}
