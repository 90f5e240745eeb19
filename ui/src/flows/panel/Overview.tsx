// What the panel says while nothing is selected.
import { Stack, Text } from '@mantine/core'
import { useEditor } from '../editor_context'
import classes from '../flows.module.css'
import { type Actions, places } from '../tree/action_tree'
import { PanelHead } from './PanelHead'
import { ProblemList } from './ProblemList'

export function Overview({ actions }: { actions: Actions }) {
  const editor = useEditor()
  const count = places(actions).length
  return (
    <>
      <PanelHead title="This flow" below={`${count} ${count === 1 ? 'action' : 'actions'}`} />
      <div className={classes.panelBody}>
        <Stack gap="lg">
          <Text size="sm" c="dimmed">
            {count === 0 &&
              !editor.readOnly &&
              'A flow runs its actions from top to bottom. Press + on the canvas to add the first one.'}
            {count === 0 && editor.readOnly && 'This flow has no actions yet.'}
            {count > 0 && 'Select an action on the canvas to see and change what it does.'}
          </Text>
          <ProblemList actions={actions} />
        </Stack>
      </div>
    </>
  )
}
