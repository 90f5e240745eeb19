// Names a new tenant. Its name is part of every address, hence its alphabet.
import { Button, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../api/request'
import { createTenant } from '../api/session'
import { sessionKey } from '../api/session_key'
import type { Tenant } from '../api/types'

const LONGEST_NAME = 60

export function TenantForm({ onCreated }: { onCreated: (tenant: Tenant) => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      const tenant = await createTenant(name)
      await client.invalidateQueries({ queryKey: sessionKey })
      onCreated(tenant)
    } catch (error) {
      const taken = error instanceof ApiError && error.status === 409
      setRefusal(taken ? 'This name is taken.' : error instanceof Error ? error.message : 'It could not be created.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Tenant name"
          description="Lower-case letters, digits and hyphens. It appears in addresses."
          placeholder="acme-production"
          maxLength={LONGEST_NAME}
          data-autofocus
          required
          withAsterisk={false}
          error={refusal}
          value={name}
          onChange={event => {
            setName(slug(event.currentTarget.value))
            setRefusal(undefined)
          }}
        />
        <Button type="submit" loading={busy} disabled={!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)}>
          Create tenant
        </Button>
      </Stack>
    </form>
  )
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/[^a-z0-9-]/g, '')
