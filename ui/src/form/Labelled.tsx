// Label, description and problem around a control made of several parts, with room for a switch of its mode.
import { Stack, Text, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './form.module.css'
import { useForm } from './form_context'

interface Props {
  label: string
  description?: string
  required: boolean
  path: string
  /** The other way to edit this value, offered at the right of the label. */
  mode?: { label: string; onSwitch: () => void }
  children: ReactNode
}

export function Labelled({ label, description, required, path, mode, children }: Props) {
  const form = useForm()
  const id = `${form.id}-${path}-label`
  const problem = form.problems.get(path)
  return (
    <Stack gap={4} role="group" aria-labelledby={id}>
      <div className={classes.head}>
        <span id={id} className={classes.label}>
          {label}
          {required && (
            <span className={classes.asterisk} aria-hidden>
              *
            </span>
          )}
        </span>
        {mode && !form.readOnly && (
          <UnstyledButton className={classes.mode} onClick={mode.onSwitch} aria-label={`${label}: ${mode.label}`}>
            {mode.label}
          </UnstyledButton>
        )}
      </div>
      {description && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      {children}
      {problem && (
        <Text size="xs" c="var(--mantine-color-error)">
          {problem}
        </Text>
      )}
    </Stack>
  )
}
