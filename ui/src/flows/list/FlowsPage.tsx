// The flows of a tenant.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createFlow } from '../../api/flows'
import { useMay } from '../../session/useSession'
import { PageError } from '../../shell/PageError'
import { PageHead } from '../../shell/PageHead'
import page from '../../shell/page.module.css'
import { RenameDialog } from '../../shell/RenameDialog'
import { SearchField } from '../../shell/SearchField'
import { useTenant } from '../../shell/tenant'
import { NothingFound } from '../../vault/NothingFound'
import { EmptyFlows } from './EmptyFlows'
import { FlowTable } from './FlowTable'
import { useFlows, useFlowsChanged } from './useFlows'

export function FlowsPage() {
  const tenant = useTenant()
  const navigate = useNavigate()
  const flows = useFlows()
  const changed = useFlowsChanged()
  const mayCreate = useMay('create:flows')
  const [creating, setCreating] = useState(false)
  const [search, setSearch] = useState('')
  const found = flows.data?.filter(flow => `${flow.name} ${flow.id}`.toLowerCase().includes(search.toLowerCase()))

  async function create(name: string) {
    const flow = await createFlow(tenant, name)
    void changed()
    await navigate({ to: '/t/$tenant/flows/$id', params: { tenant, id: flow.id } })
  }

  return (
    <div className={page.page}>
      <PageHead title="Flows" lead="What this tenant does, step by step, with the connections of its Vault.">
        {flows.data && flows.data.length > 0 && (
          <SearchField label="Search flows" value={search} onChange={setSearch} />
        )}
        {mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            Create flow
          </Button>
        )}
      </PageHead>
      {!flows.data && flows.error && <PageError error={flows.error} reset={() => void flows.refetch()} />}
      {flows.data?.length === 0 && <EmptyFlows />}
      {flows.data?.length !== 0 && found?.length === 0 && (
        <NothingFound search={search} onClear={() => setSearch('')} />
      )}
      {!flows.error && found?.length !== 0 && <FlowTable flows={found} />}
      {creating && (
        <RenameDialog
          title="Create flow"
          label="Flow name"
          action="Create"
          name=""
          onSave={create}
          onClose={() => setCreating(false)}
        />
      )}
    </div>
  )
}
