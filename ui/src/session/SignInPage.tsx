// Sign-in with e-mail and password.
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../api/request'
import { signIn } from '../api/session'
import { EntryCard } from './EntryCard'
import { useEnter } from './useSession'

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const enter = useEnter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    try {
      enter(await signIn({ email: email.trim(), password }))
      await navigate({ to: next ?? '/', replace: true })
    } catch (error) {
      setRefusal(describe(error))
      setPassword('')
    } finally {
      setBusy(false)
    }
  }

  return (
    <EntryCard title="Sign in" lead="Your connections and flows are behind this door.">
      <form onSubmit={submit}>
        <Stack gap="md">
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {refusal}
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={event => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} fullWidth mt={4}>
            Sign in
          </Button>
        </Stack>
      </form>
    </EntryCard>
  )
}

function describe(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it and try again.'
  if (error.status !== 429) return error.message
  const wait = error.retryAfterSeconds ? ` Try again in ${error.retryAfterSeconds} seconds.` : ' Try again in a moment.'
  return `Too many attempts.${wait}`
}
