// Who is signed in, in which role, and the way out.
import { ActionIcon, Avatar, Menu, Text } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../api/session'
import type { Session } from '../api/types'
import { useEnter } from '../session/useSession'
import { tellFailure } from './tell'

export function PersonMenu({ session }: { session: Session }) {
  const navigate = useNavigate()
  const enter = useEnter()

  async function leave() {
    try {
      await signOut()
    } catch (error) {
      // Still signed in: pretending otherwise would leave an open session behind.
      return tellFailure('Signing out failed', error)
    }
    enter(null)
    await navigate({ to: '/sign-in', search: {} })
  }

  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" radius="xl" size={34} aria-label={`Person menu: ${session.email}`}>
          <Avatar size={28} radius="xl" color="accent" variant="light">
            {session.email.charAt(0).toUpperCase()}
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)" truncate>
            {session.email}
          </Text>
          <Text size="xs" tt="capitalize">
            {session.role}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
