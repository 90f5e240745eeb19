// Tells somebody who comes back from a vendor's page what became of it.
import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Connection, Integration } from '../../api/types'
import { useMay } from '../../session/useSession'
import { useStatus } from '../status/useStatus'
import { isConnected, type News } from './came_back'
import { GrantFault } from './GrantFault'
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
  return (
    <Notice color="red" title={`“${connection.name}” was not connected`} onClose={onClose}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {news.reason
          ? sentence(news.reason)
          : `You came back from ${integration?.name ?? 'the service'}’s page without access.`}{' '}
        {connection.ready ? 'What was connected before keeps working.' : 'It is still without credentials.'}
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

const sentence = (words: string) => {
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
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
