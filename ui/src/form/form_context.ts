// What every field of one form has in common.
import { createContext, useContext } from 'react'
import type { Problems } from './problems'

export interface FormSettings {
  /** `{{ }}` may stand anywhere. */
  templates: boolean
  readOnly: boolean
  problems: Problems
  /** What an empty secret field says when a value is stored already. */
  storedSecret?: string
  /** Prefix of the fields' DOM ids, so that two forms on one page do not share any. */
  id: string
}

const NONE: FormSettings = { templates: false, readOnly: false, problems: new Map(), id: 'form' }

export const FormContext = createContext<FormSettings>(NONE)

export const useForm = () => useContext(FormContext)

/** What every control gets. `path` is the value's place in the form, e.g. `address.city`. */
export interface ControlProps<Value = unknown> {
  label: string
  schema: import('../api/types').JsonSchema
  required: boolean
  path: string
  value: Value
  onChange: (value: unknown) => void
}
