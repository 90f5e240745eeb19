// One declared value: picks its control, and falls back to text or JSON where the stored value is of another kind.
import type { ComponentType } from 'react'
import type { JsonSchema } from '../api/types'
import { ConditionControl } from '../flows/condition/ConditionControl'
import { BooleanControl } from './BooleanControl'
import { ChoiceControl } from './ChoiceControl'
import { type Control, controlFor, fits, isStructured } from './control'
import type { ControlProps } from './form_context'
import { JsonControl } from './JsonControl'
import { ListControl } from './ListControl'
import { LongTextControl } from './LongTextControl'
import { MapControl } from './MapControl'
import { ObjectControl } from './ObjectControl'
import { OneOfControl } from './OneOfControl'
import { SecretControl } from './SecretControl'
import { TextControl } from './TextControl'
import { TextOrJsonControl } from './TextOrJsonControl'
import { labelOf } from './values'

const CONTROLS: Record<Exclude<Control, 'hidden'>, ComponentType<ControlProps>> = {
  text: TextControl,
  number: TextControl,
  'long-text': LongTextControl,
  secret: SecretControl,
  boolean: BooleanControl,
  choice: ChoiceControl,
  map: MapControl,
  list: ListControl,
  object: ObjectControl,
  'one-of': OneOfControl,
  'text-or-json': TextOrJsonControl,
  json: JsonControl,
  condition: ConditionControl,
}

interface Props {
  name: string
  schema: JsonSchema
  required: boolean
  path: string
  value: unknown
  onChange: (value: unknown) => void
}

export function Field({ name, schema, required, path, value, onChange }: Props) {
  const control = controlFor(schema)
  if (control === 'hidden') return null
  const Chosen = fits(control, value) ? CONTROLS[control] : isStructured(value) ? JsonControl : TextControl
  return (
    <Chosen
      label={labelOf(name, schema)}
      schema={schema}
      required={required}
      path={path}
      value={value}
      onChange={onChange}
    />
  )
}
