// Scopes by the names the vendor gave them.
import classes from './status.module.css'

interface Props {
  label: string
  scopes: readonly string[]
  missing?: boolean
}

export function ScopeList({ label, scopes, missing = false }: Props) {
  return (
    <ul className={classes.scopes} aria-label={label}>
      {scopes.map(scope => (
        <li key={scope} className={classes.scope} data-missing={missing || undefined}>
          {scope}
        </li>
      ))}
    </ul>
  )
}
