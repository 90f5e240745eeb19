// One of several groups of members.
import { Alternatives } from './Alternatives'
import classes from './form.module.css'
import type { ControlProps } from './form_context'
import { Labelled } from './Labelled'
import type { Values } from './values'

export function OneOfControl({ label, schema, required, path, value, onChange }: ControlProps) {
  return (
    <Labelled label={label} description={schema.description} required={required} path={path}>
      <div className={classes.group}>
        <Alternatives
          label={label}
          options={schema.oneOf ?? []}
          values={(value ?? {}) as Values}
          onChange={onChange}
          path={path}
        />
      </div>
    </Labelled>
  )
}
