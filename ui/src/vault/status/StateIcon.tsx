// A connection's state as a sign.
import {
  IconAlertCircleFilled,
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockExclamation,
  IconRefresh,
  IconSettingsExclamation,
  IconShieldExclamation,
} from '@tabler/icons-react'
import { type State, type Tone, wordsOf } from './status_words'

const ICONS = {
  empty: IconAlertTriangleFilled,
  ready: IconCircleCheckFilled,
  refreshing: IconRefresh,
  refresh_failing: IconClockExclamation,
  reconnect_required: IconAlertCircleFilled,
  scopes_missing: IconShieldExclamation,
  misconfigured: IconSettingsExclamation,
} satisfies Record<State, unknown>

const COLOURS: Record<Tone, string> = {
  good: 'var(--mantine-color-teal-6)',
  busy: 'var(--mantine-color-anchor)',
  warning: 'light-dark(var(--mantine-color-orange-6), var(--mantine-color-orange-4))',
  bad: 'var(--mantine-color-error)',
}

/** Text of the same tone. Undefined where the usual colour does. */
export const TEXT_COLOURS: Record<Tone, string | undefined> = {
  good: undefined,
  busy: undefined,
  warning: 'var(--warning)',
  bad: 'var(--mantine-color-error)',
}

interface Props {
  state: State
  /** Where no words stand beside it. */
  label?: string
  size?: number
}

export function StateIcon({ state, label, size = 16 }: Props) {
  const Icon = ICONS[state]
  return (
    <Icon
      size={size}
      color={COLOURS[wordsOf(state).tone]}
      style={{ flex: 'none' }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  )
}
