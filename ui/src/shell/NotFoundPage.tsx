// An address that leads nowhere.
import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'

export function NotFoundPage() {
  return (
    <Center component="main" mih="60dvh" p="md">
      <Stack align="center" gap="xs" ta="center">
        <Title order={1}>Nothing here</Title>
        <Text c="dimmed">This address leads to no page of the console.</Text>
        <Button component={Link} to="/" mt="sm">
          Go to your Vault
        </Button>
      </Stack>
    </Center>
  )
}
