// Registers the tenant's own OAuth client at a vendor, explained in place. Its secret is never shown again.
import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconExternalLink } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useId } from 'react'
import type { Integration, OauthClient } from '../../api/types'
import { FormContext } from '../../form/form_context'
import { SchemaForm } from '../../form/SchemaForm'
import vault from '../vault.module.css'
import { type GrantedSetup, vendorOf } from './granted_setup'
import classes from './grant.module.css'
import { RedirectUrl } from './RedirectUrl'
import { useRegistration } from './useRegistration'

interface Props {
  integration: Integration
  setup: GrantedSetup
  redirectUri: string
  /** The registration there is, if it is to be changed. */
  client?: OauthClient
  submit: string
  /** At the left of the foot. */
  leading: ReactNode
  busy?: boolean
  onSaved: () => void
}

export function RegistrationForm({ integration, setup, redirectUri, client, submit, leading, busy, onSaved }: Props) {
  const id = useId()
  const { schema, values, edit, problems, ...registration } = useRegistration(integration.app_id, setup, client)
  const isBusy = registration.busy || busy === true
  const stored = client ? 'Set. Type it again to save changes' : undefined

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (!isBusy && (await registration.save())) onSaved()
  }

  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off" aria-label={`OAuth client for ${integration.name}`}>
      <Stack gap="md">
        {!client && <HowTo integration={integration} setup={setup} />}
        <RedirectUrl url={redirectUri} />
        <FormContext value={{ templates: false, readOnly: false, problems, storedSecret: stored, id }}>
          <SchemaForm schema={schema} values={values} onChange={edit} />
        </FormContext>
        {registration.fault && (
          <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} title="Not saved">
            {registration.fault}
          </Alert>
        )}
        <div className={vault.foot}>
          {leading}
          <Button type="submit" loading={isBusy}>
            {submit}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function HowTo({ integration, setup }: { integration: Integration; setup: GrantedSetup }) {
  const vendor = vendorOf(integration)
  return (
    <Stack gap={6}>
      <Text size="sm">
        Nobody has registered an OAuth client for {integration.name} in this tenant yet. It is made once, at {vendor},
        and serves all connections:
      </Text>
      <ol className={classes.steps}>
        <li>
          Open{' '}
          {setup.find ? (
            <Anchor href={setup.find} target="_blank" rel="noreferrer" size="sm" className={vault.find}>
              {vendor}’s page for developers
              <IconExternalLink size={14} aria-hidden />
            </Anchor>
          ) : (
            `${vendor}’s page for developers`
          )}{' '}
          and create an app.
        </li>
        <li>Give it the redirect URL below.</li>
        <li>Copy its client ID and client secret into this form.</li>
      </ol>
    </Stack>
  )
}
