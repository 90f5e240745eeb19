// Everything that would make the flow fail, each a way to its action.
import { Stack, Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { useEditor } from '../editor_context'
import classes from '../flows.module.css'
import { type Actions, places } from '../tree/action_tree'
import { titleOf } from './title'

export function ProblemList({ actions }: { actions: Actions }) {
  const { problems, catalog, select } = useEditor()
  if (problems.size === 0) return null
  return (
    <section aria-label="Problems">
      <Text size="sm" fw={600} mb={6}>
        Needs attention
      </Text>
      <Stack gap={2}>
        {places(actions)
          .filter(({ action }) => problems.has(action.id))
          .map(({ action }) => (
            <UnstyledButton key={action.id} className={classes.entry} onClick={() => select(action.id)}>
              <IconAlertTriangleFilled
                size={16}
                color="var(--mantine-color-orange-6)"
                style={{ flex: 'none' }}
                aria-hidden
              />
              <span>
                <Text size="sm">{action.alias || titleOf(action, catalog)}</Text>
                <Text size="xs" c="dimmed">
                  {problems.get(action.id)?.join('. ')}
                </Text>
              </span>
            </UnstyledButton>
          ))}
      </Stack>
    </section>
  )
}
