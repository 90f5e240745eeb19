// The fields of a setup, with a choice of its type where the integration has several.
import { Anchor, Radio, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useId } from 'react'
import type { Integration } from '../api/types'
import { FormContext } from '../form/form_context'
import { SchemaForm } from '../form/SchemaForm'
import { ConsentNotice } from './ConsentNotice'
import type { useCredentials } from './useCredentials'
import classes from './vault.module.css'

interface Props {
  integration: Integration
  credentials: ReturnType<typeof useCredentials>
  storedSecret?: string
}

export function CredentialsFields({ integration, credentials, storedSecret }: Props) {
  const id = useId()
  const { setup, choose, values, edit, problems } = credentials
  return (
    <Stack gap="md">
      {integration.setups.length > 1 && (
        <Radio.Group value={setup?.type ?? null} onChange={choose} aria-label="Type of credentials">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
            {integration.setups.map(one => (
              <Radio.Card key={one.type} value={one.type} className={classes.type}>
                <Radio.Indicator size="xs" />
                <Text size="sm" fw={500}>
                  {one.label}
                </Text>
              </Radio.Card>
            ))}
          </SimpleGrid>
        </Radio.Group>
      )}
      {setup?.help && (
        <Text size="sm" c="dimmed">
          {setup.help}
        </Text>
      )}
      {setup?.find && (
        <Anchor href={setup.find} target="_blank" rel="noreferrer" size="sm" className={classes.find}>
          Find these values at {integration.name}
          <IconExternalLink size={14} aria-hidden />
        </Anchor>
      )}
      {setup?.method === 'authorization_code' && <ConsentNotice integration={integration} />}
      {setup?.method === 'form' && (
        <FormContext value={{ templates: false, readOnly: false, problems, storedSecret, id }}>
          <SchemaForm key={setup.type} schema={setup.schema} values={values} onChange={edit} />
        </FormContext>
      )}
    </Stack>
  )
}
