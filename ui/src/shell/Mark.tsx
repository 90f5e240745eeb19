// The product's name and sign.
import { Group, Text } from '@mantine/core'

export function Mark() {
  return (
    <Group gap={10} wrap="nowrap">
      <img src="/favicon.svg" alt="" width={28} height={28} />
      <Text fw={650} size="lg">
        Flowvault
      </Text>
    </Group>
  )
}
