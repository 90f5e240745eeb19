// What a page shows instead of itself when it could not be loaded.
import { Button, Center, Stack, Text, Title } from '@mantine/core'

export function PageError({ error, reset }: { error: Error; reset?: () => void }) {
  return (
    <Center mih={320} p="md" role="alert">
      <Stack align="center" gap="xs" maw={460} ta="center">
        <Title order={2}>This could not be loaded</Title>
        <Text c="dimmed" size="sm">
          {error.message}
        </Text>
        {reset && (
          <Button variant="default" mt="sm" onClick={reset}>
            Try again
          </Button>
        )}
      </Stack>
    </Center>
  )
}
