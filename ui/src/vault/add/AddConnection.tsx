// The stepped dialog that makes a connection: which integration, under which name, with which credentials.
// Opened from a flow it starts at the name, since the action already says which integration it needs.
import { useState } from 'react'
import type { Connection, Integration } from '../../api/types'
import { Dialog } from '../../shell/Dialog'
import { unusedName } from '../grouping'
import { useConnections } from '../useConnections'
import { ChooseIntegration } from './ChooseIntegration'
import { EnterCredentials } from './EnterCredentials'
import { NameConnection } from './NameConnection'
import { StepHead } from './StepHead'

type Step = 'integration' | 'name' | 'credentials'

const HEADINGS: Record<Step, string> = {
  integration: 'Select the desired action',
  name: 'Connection name',
  credentials: 'Enter the credentials',
}

interface Props {
  integration?: Integration
  onClose: () => void
  onCreated?: (connection: Connection) => void
}

export function AddConnection({ integration: given, onClose, onCreated }: Props) {
  const connections = useConnections()
  const [integration, setIntegration] = useState(given)
  const [step, setStep] = useState<Step>(given ? 'name' : 'integration')
  const [name, setName] = useState<string>()
  const steps: Step[] = given ? ['name', 'credentials'] : ['integration', 'name', 'credentials']
  const proposal = integration ? unusedName(integration.name, connections.data ?? []) : ''

  function finish(connection: Connection) {
    onCreated?.(connection)
    onClose()
  }

  return (
    <Dialog
      title="Add Vault Connection"
      styles={{ title: { fontWeight: 500, fontSize: 'var(--mantine-font-size-sm)', color: 'var(--quiet)' } }}
      size={step === 'integration' ? 760 : 520}
      onClose={onClose}
      closeOnClickOutside={step === 'integration'}
    >
      <StepHead
        heading={HEADINGS[step]}
        integration={step === 'integration' ? undefined : integration}
        name={step === 'credentials' ? (name ?? proposal) : undefined}
        at={steps.indexOf(step)}
        of={steps.length}
      />
      {step === 'integration' && (
        <ChooseIntegration
          chosen={integration}
          onChoose={chosen => {
            setIntegration(chosen)
            setName(undefined)
          }}
          onContinue={() => setStep('name')}
        />
      )}
      {step === 'name' && integration && (
        <NameConnection
          name={name ?? proposal}
          onName={setName}
          onBack={given ? undefined : () => setStep('integration')}
          onContinue={() => setStep('credentials')}
        />
      )}
      {step === 'credentials' && integration && (
        <EnterCredentials
          integration={integration}
          name={(name ?? proposal).trim()}
          onBack={() => setStep('name')}
          onCreated={finish}
        />
      )}
    </Dialog>
  )
}
