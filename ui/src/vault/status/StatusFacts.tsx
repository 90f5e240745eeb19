// What is known about how a connection is kept fresh.
import type { ReactNode } from 'react'
import type { Connection, Status } from '../../api/types'
import { RelativeTime } from '../../time/RelativeTime'
import { ScopeList } from './ScopeList'
import classes from './status.module.css'
import { failureInWords, wasGranted, whoMustAct } from './status_words'

interface Props {
  connection: Connection
  status: Status
}

export function StatusFacts({ connection, status }: Props) {
  const { granted, missing } = status.scopes
  const account = connection.account_name ?? status.account
  return (
    <dl className={classes.facts}>
      <Fact name="Who must act">{whoMustAct(status)}</Fact>
      <Fact name="Account">{account}</Fact>
      <Fact name="Last renewal">{status.last_refresh && <RelativeTime at={status.last_refresh} />}</Fact>
      <Fact name="Next renewal">{status.next_refresh && <RelativeTime at={status.next_refresh} />}</Fact>
      <Fact name="Remaining life">{status.state !== 'empty' && <RemainingLife status={status} />}</Fact>
      <Fact name="Last failure">{status.failure && <Failure failure={status.failure} />}</Fact>
      <Fact name="Granted">
        {granted && granted.length > 0 && <ScopeList label="Scopes granted" scopes={granted} />}
        {granted === null && wasGranted(status) && 'The service did not say which scopes it granted'}
      </Fact>
      <Fact name="Missing">
        {missing.length > 0 && <ScopeList label="Scopes missing" scopes={missing} missing />}
      </Fact>
      <Fact name="Created">
        <RelativeTime at={connection.created_at} />
      </Fact>
    </dl>
  )
}

/** Nothing at all where nothing is known. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (Array.isArray(children) ? !children.some(Boolean) : !children) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function RemainingLife({ status }: { status: Status }) {
  if (status.expires_at === null) return 'Does not end, as far as is known'
  return (
    <>
      {status.remaining_seconds === 0 ? 'Ended ' : 'Ends '}
      <RelativeTime at={status.expires_at} />
    </>
  )
}

function Failure({ failure }: { failure: NonNullable<Status['failure']> }) {
  return (
    <>
      {failureInWords(failure)}, <RelativeTime at={failure.at} />
      {failure.times > 1 && `, ${failure.times} times in a row`}
    </>
  )
}
