// Step two: the name people and flows will know the connection by.
import { Button, Group, Stack, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { LONGEST_NAME } from '../../shell/RenameDialog'
import classes from '../vault.module.css'

interface Props {
  name: string
  onName: (name: string) => void
  onBack?: () => void
  onContinue: () => void
}

export function NameConnection({ name, onName, onBack, onContinue }: Props) {
  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() !== '') onContinue()
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <TextInput
          label="Connection name"
          description="Tell apart accounts and environments: “Twilio production”, “Twilio test”."
          data-autofocus
          autoFocus
          autoComplete="off"
          maxLength={LONGEST_NAME}
          value={name}
          onChange={event => onName(event.currentTarget.value)}
          onFocus={event => event.currentTarget.select()}
        />
        <div className={classes.foot}>
          <Group>
            {onBack && (
              <Button variant="default" onClick={onBack}>
                Back
              </Button>
            )}
          </Group>
          <Button type="submit" disabled={name.trim() === ''}>
            Continue
          </Button>
        </div>
      </Stack>
    </form>
  )
}
