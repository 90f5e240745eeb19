// Tells somebody who comes back from a vendor's page what became of it.
import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Connection, Integration } from '../../api/types'
import { useMay } from '../../session/useSession'
import { type State, stateOf } from '../status/status_words'
import { useStatus } from '../status/useStatus'
import { sentence } from '../status/sentence'
import { isConnected, type News } from './came_back'
import { GrantFault } from './GrantFault'
import { vendorOf } from './granted_setup'
import { useGrant } from './useGrant'

interface Props {
  news: News
  connection: Connection
  integration?: Integration
  onClose: () => void
}

export const CameBackNotice = (props: Props) =>
  isConnected(props.news, props.connection) ? <ConnectedNotice {...props} /> : <NotConnectedNotice {...props} />

function ConnectedNotice({ connection, integration, onClose }: Props) {
  const missing = useStatus(connection.id, true).data?.scopes.missing ?? []
  return (
    <Notice color="teal" title={`“${connection.name}” is connected`} onClose={onClose}>
      <Text size="sm">
        {connection.account_name
          ? `The account is ${connection.account_name}.`
          : `${integration?.name ?? 'The service'} granted access.`}{' '}
        {missing.length === 0
          ? 'Flows can use it, and its access is renewed by itself.'
          : `But not everything was granted that flows need: ${missing.join(', ')}.`}
      </Text>
    </Notice>
  )
}

function NotConnectedNotice({ news, connection, integration, onClose }: Props) {
  const mayUpdate = useMay('update:flows_vault_connections')
  const grant = useGrant(async () => connection)
  const status = useStatus(connection.id, true).data
  return (
    <Notice color="red" title={`“${connection.name}” was not connected`} onClose={onClose}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {news.reason
          ? sentence(news.reason)
          : `You came back from ${integration ? vendorOf(integration) : 'the service'}’s page without access.`}{' '}
        {STILL[stateOf(connection, status)]}
      </Text>
      <GrantFault fault={grant.fault} />
      {mayUpdate && (
        <Group gap="sm" mt="sm">
          <Button size="compact-sm" color="red.8" loading={grant.busy} onClick={() => grant.begin({})}>
            Try again
          </Button>
          {connection.ready && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={grant.busy}
              onClick={() => grant.begin({ another_account: true })}
            >
              Try again, another account is fine
            </Button>
          )}
        </Group>
      )}
    </Notice>
  )
}

/** What the connection is good for all the same. */
const STILL: Partial<Record<State, string>> = {
  empty: 'It is still without credentials.',
  ready: 'What was connected before keeps working.',
  refreshing: 'What was connected before keeps working.',
  scopes_missing: 'What was connected before keeps working.',
}

interface NoticeProps {
  color: 'teal' | 'red'
  title: string
  onClose: () => void
  children: ReactNode
}

function Notice({ color, title, onClose, children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  // The page was just loaded: whoever listens to it or uses the keyboard begins here.
  useEffect(() => box.current?.focus(), [])
  const Icon = color === 'teal' ? IconCircleCheck : IconAlertTriangle
  return (
    <Alert
      ref={box}
      tabIndex={-1}
      mb="md"
      style={{ outline: 'none' }}
      color={color}
      variant="light"
      role={color === 'teal' ? 'status' : 'alert'}
      icon={<Icon size={18} />}
      title={title}
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      {children}
    </Alert>
  )
}
