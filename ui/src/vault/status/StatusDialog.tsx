// How one connection is: why, who must act, and the way out of it.
import { Skeleton, Stack, Text } from '@mantine/core'
import type { Connection, Integration, Status } from '../../api/types'
import { Dialog } from '../../shell/Dialog'
import { PageError } from '../../shell/PageError'
import type { RowDialog } from '../row/ConnectionDialogs'
import { StateIcon, TEXT_COLOURS } from './StateIcon'
import { StatusFacts } from './StatusFacts'
import { sentence } from './sentence'
import classes from './status.module.css'
import { wordsOf } from './status_words'
import { useStatus } from './useStatus'
import { WayOut } from './WayOut'

interface Props {
  connection: Connection
  integration?: Integration
  onOpen: (dialog: RowDialog) => void
  onClose: () => void
}

export function StatusDialog({ connection, integration, onOpen, onClose }: Props) {
  const { data: status, error, refetch } = useStatus(connection.id, true)
  return (
    <Dialog title={`Status of “${connection.name}”`} size={560} onClose={onClose}>
      <Stack gap="lg">
        {!status && error && <PageError error={error} reset={() => void refetch()} />}
        {!status && !error && <Skeleton h={180} aria-label="Loading the status" />}
        {status && (
          <>
            <Verdict status={status} />
            <StatusFacts connection={connection} status={status} />
            <WayOut connection={connection} integration={integration} status={status} onOpen={onOpen} />
          </>
        )}
      </Stack>
    </Dialog>
  )
}

function Verdict({ status }: { status: Status }) {
  const { words, help, tone } = wordsOf(status.state)
  return (
    <div className={classes.verdict} role="status" data-status={status.state}>
      <StateIcon state={status.state} size={20} />
      <div>
        <Text fw={600} size="sm" c={TEXT_COLOURS[tone]}>
          {words}
        </Text>
        <Text size="sm" c="dimmed">
          {help}
        </Text>
        {status.reason && status.scopes.missing.length === 0 && (
          <Text size="sm" mt={6} style={{ overflowWrap: 'anywhere' }}>
            {sentence(status.reason)}
          </Text>
        )}
      </div>
    </div>
  )
}
