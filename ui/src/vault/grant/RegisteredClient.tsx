// The OAuth client that a connection will be granted to.
import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Integration, OauthClient } from '../../api/types'
import { RelativeTime } from '../../time/RelativeTime'
import { vendorOf } from './granted_setup'
import classes from './grant.module.css'

interface Props {
  integration: Integration
  client: OauthClient
  onChange?: () => void
}

export function RegisteredClient({ integration, client, onChange }: Props) {
  return (
    <>
      {client.refused && (
        <Alert
          color="red"
          variant="light"
          role="alert"
          icon={<IconAlertTriangle size={18} />}
          title={`${integration.name} refuses the OAuth client`}
        >
          “{client.refused.said}”, <RelativeTime at={client.refused.at} />. Compare its client ID and secret with
          what {vendorOf(integration)} shows, and enter them again.
        </Alert>
      )}
      <div className={classes.client}>
        <div style={{ minWidth: 0 }}>
          <Text size="xs" c="dimmed">
            OAuth client
          </Text>
          <Text size="sm" truncate title={client.client_id}>
            {client.client_id}
          </Text>
        </div>
        {onChange && (
          <Button variant="subtle" size="compact-sm" onClick={onChange}>
            Change
          </Button>
        )}
      </div>
    </>
  )
}
