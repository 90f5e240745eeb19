// What happens around an action: after an error, and in the record of a run.
import { Checkbox, Divider, Stack } from '@mantine/core'
import type { Action } from '../../api/types'

interface Props {
  action: Action
  onChange: (action: Action) => void
  readOnly: boolean
}

export function ActionOptions({ action, onChange, readOnly }: Props) {
  return (
    <Stack gap="sm">
      <Divider />
      <Checkbox
        label="Continue flow execution after an error"
        disabled={readOnly}
        checked={action.allow_failure ?? false}
        onChange={event => onChange({ ...action, allow_failure: event.currentTarget.checked })}
      />
      <Checkbox
        label="Mask output"
        description="Shows ███ instead of this action's output in executions. Later actions still get the value."
        disabled={readOnly}
        checked={action.mask_output ?? false}
        onChange={event => onChange({ ...action, mask_output: event.currentTarget.checked })}
      />
    </Stack>
  )
}
