// A connection's state as sign and words; pressed, it tells more.
import { Tooltip, UnstyledButton } from '@mantine/core'
import { StateIcon, TEXT_COLOURS } from './StateIcon'
import classes from './status.module.css'
import { type State, wordsOf } from './status_words'

interface Props {
  state: State
  /** Of this connection: the badge is one of many on a page. */
  name: string
  reason?: string | null
  onOpen: () => void
}

export function StatusBadge({ state, name, reason, onOpen }: Props) {
  const { words, help, tone } = wordsOf(state)
  return (
    <Tooltip label={reason || help} multiline maw={320}>
      <UnstyledButton
        className={classes.badge}
        c={TEXT_COLOURS[tone]}
        data-status={state}
        aria-label={`${words}: status of ${name}`}
        onClick={onOpen}
      >
        <StateIcon state={state} />
        {words}
      </UnstyledButton>
    </Tooltip>
  )
}
