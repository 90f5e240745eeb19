// What a connection's state is called, what it means, and who must act, in words for people.
import type { Connection, Status } from '../../api/types'

export type State = Status['state']

export type Tone = 'good' | 'busy' | 'warning' | 'bad'

interface Words {
  words: string
  help: string
  tone: Tone
}

const WORDS: Record<State, Words> = {
  empty: {
    words: 'Missing credentials',
    help: 'Flows that use it fail until credentials are entered.',
    tone: 'warning',
  },
  ready: { words: 'Ready', help: 'Flows can use it.', tone: 'good' },
  refreshing: {
    words: 'Renewing',
    help: 'Its access is being renewed at this moment. Flows that use it wait for that.',
    tone: 'busy',
  },
  refresh_failing: {
    words: 'Renewal failing',
    help: 'Its access could not be renewed. That is tried again by itself; flows go on while the present access lasts.',
    tone: 'warning',
  },
  reconnect_required: {
    words: 'Reconnect required',
    help: 'The service does not renew the access any more. Flows that use it fail, at the latest when it ends.',
    tone: 'bad',
  },
  scopes_missing: {
    words: 'Permissions missing',
    help: 'It works, but flows that use it do things it was not granted. Those actions fail.',
    tone: 'warning',
  },
  misconfigured: {
    words: 'Misconfigured',
    help: 'The service refuses the registration or the request, not the account. Connecting again does not help.',
    tone: 'bad',
  },
}

export const wordsOf = (state: State): Words => WORDS[state]

/** Until the status is known, the list says as much as it can. */
export const stateOf = (connection: Pick<Connection, 'ready'>, status?: Pick<Status, 'state'>): State =>
  status?.state ?? (connection.ready ? 'ready' : 'empty')

/** Undefined when all is well, so that nothing has to be said. */
export function whoMustAct({ state, who_must_act }: Pick<Status, 'state' | 'who_must_act'>): string | undefined {
  if (who_must_act !== 'nobody') return who_must_act.charAt(0).toUpperCase() + who_must_act.slice(1)
  return state === 'refresh_failing' ? 'Nobody for now: it is tried again by itself' : undefined
}

const FAILURES: Record<NonNullable<Status['failure']>['class'], string> = {
  later: 'The service was not there, or busy',
  indeterminate: 'No usable answer came; it is not known whether the service renewed the access',
  reconnect: 'The service has ended the access',
  misconfigured: 'The service refused the registration or the request',
}

export const failureInWords = (failure: NonNullable<Status['failure']>): string => FAILURES[failure.class]

const OFTEN = 2_000
const SOMETIMES = 15_000
const SELDOM = 60_000

/** Milliseconds until it is worth asking again for a status that somebody looks at. */
export function askAgainAfter(status: Pick<Status, 'state' | 'next_refresh'> | undefined, now: number): number {
  if (status?.state === 'refreshing') return OFTEN
  if (status?.state === 'refresh_failing' || status?.state === 'misconfigured') return SOMETIMES
  const next = status?.next_refresh ? Date.parse(status.next_refresh) - now : Number.NaN
  // Right after a renewal is due there is something new to show.
  return next > 0 && next < SELDOM ? next + OFTEN : SELDOM
}

/** Whether the account's owner granted this connection in a browser, as far as the status tells. */
export const wasGranted = (status: Status | undefined): boolean =>
  status !== undefined && (status.scopes.granted !== null || status.account !== null)
