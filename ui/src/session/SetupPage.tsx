// The first person of a fresh server chooses e-mail and password, proven by the one-time link from the server's log.
import { Alert, Anchor, Button, Code, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../api/request'
import { isSetupNeeded, setUp } from '../api/session'
import { EntryCard } from './EntryCard'
import { useEnter } from './useSession'

const SHORTEST_PASSWORD = 12

export function SetupPage() {
  const needed = useQuery({ queryKey: ['setup'], queryFn: isSetupNeeded })
  const { hash } = useLocation()
  const [pasted, setPasted] = useState('')
  // The hash may arrive later: the link is often opened in the tab that already shows this page.
  const token = pasted || tokenIn(hash)
  if (needed.data === false) return <AlreadySetUp />
  if (token === '') return <LinkNeeded onToken={setPasted} />
  return <FirstPerson token={token} />
}

/** Accepts the whole link as well as the bare token: both get pasted. */
const tokenIn = (text: string) => text.trim().replace(/^.*#/, '')

function AlreadySetUp() {
  return (
    <EntryCard title="Already set up" lead="This server has its first person. The set-up link has done its work.">
      <Anchor component={Link} to="/sign-in">
        Go to sign-in
      </Anchor>
    </EntryCard>
  )
}

function LinkNeeded({ onToken }: { onToken: (token: string) => void }) {
  const [link, setLink] = useState('')
  return (
    <EntryCard
      title="Welcome to Flowvault"
      lead={
        <>
          This server is new. When it started it printed a one-time set-up link, <Code>…/setup#…</Code>, to its log.
          Open that link, or paste it here.
        </>
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          onToken(tokenIn(link))
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Set-up link"
            autoComplete="off"
            required
            withAsterisk={false}
            value={link}
            onChange={event => setLink(event.currentTarget.value)}
          />
          <Button type="submit">Continue</Button>
        </Stack>
      </form>
    </EntryCard>
  )
}

function FirstPerson({ token }: { token: string }) {
  const navigate = useNavigate()
  const enter = useEnter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const tooShort = password !== '' && password.length < SHORTEST_PASSWORD

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setRefusal(undefined)
    try {
      enter(await setUp({ token, email: email.trim(), password }))
      await navigate({ to: '/', replace: true })
    } catch (error) {
      setRefusal(error instanceof ApiError ? error.message : 'Something went wrong in this page.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <EntryCard title="Welcome to Flowvault" lead="You are the first person here, and will be the owner of this server.">
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
            description={`At least ${SHORTEST_PASSWORD} characters. A sentence is easier to remember than a riddle.`}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={SHORTEST_PASSWORD}
            error={tooShort ? `${SHORTEST_PASSWORD - password.length} more characters needed` : undefined}
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} disabled={password.length < SHORTEST_PASSWORD} fullWidth mt={4}>
            Create the owner
          </Button>
          <Text size="xs" c="dimmed">
            The link works once. Nobody can use it after you.
          </Text>
        </Stack>
      </form>
    </EntryCard>
  )
}
