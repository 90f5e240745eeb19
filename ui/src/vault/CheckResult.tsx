// What the vendor said about the credentials, in its own words.
import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCloudOff } from '@tabler/icons-react'
import type { Check, Integration } from '../api/types'

interface Props {
  integration: Integration
  check?: Check
  fault?: string
}

export function CheckResult({ integration, check, fault }: Props) {
  if (fault) {
    return (
      <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} title="Not saved">
        {fault}
      </Alert>
    )
  }
  if (check?.result === 'refused') {
    return (
      <Alert
        color="red"
        variant="light"
        role="alert"
        icon={<IconAlertTriangle size={18} />}
        title={`${integration.name} refused these credentials`}
      >
        <Words message={check.message ?? 'It gave no reason.'} />
      </Alert>
    )
  }
  if (check?.result === 'unreachable') {
    return (
      <Alert
        color="orange"
        variant="light"
        role="alert"
        icon={<IconCloudOff size={18} />}
        title={`${integration.name} could not be reached`}
      >
        <Words message={check.message ?? 'The credentials could not be tested.'} />
      </Alert>
    )
  }
  if (check?.result === 'works') {
    return (
      <Alert
        color="teal"
        variant="light"
        role="status"
        icon={<IconCircleCheck size={18} />}
        title={`${integration.name} accepted these credentials`}
      >
        {check.account_name}
      </Alert>
    )
  }
  return null
}

const Words = ({ message }: { message: string }) => (
  <>
    {message}
    <Text size="xs" mt={4}>
      Nothing was saved.
    </Text>
  </>
)
