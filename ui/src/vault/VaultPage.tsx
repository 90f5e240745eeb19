// The Vault: this tenant's connections, grouped by integration.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useCatalog } from '../catalog/useCatalog'
import { useMay } from '../session/useSession'
import { PageError } from '../shell/PageError'
import { PageHead } from '../shell/PageHead'
import page from '../shell/page.module.css'
import { SearchField } from '../shell/SearchField'
import { AddConnection } from './add/AddConnection'
import { ConnectionTable } from './ConnectionTable'
import { EmptyVault } from './EmptyVault'
import { CameBackNotice } from './grant/CameBackNotice'
import { useCameBack } from './grant/useCameBack'
import { groupByIntegration } from './grouping'
import { NothingFound } from './NothingFound'
import { useConnections } from './useConnections'
import { VaultSkeleton } from './VaultSkeleton'

export function VaultPage() {
  const { q = '' } = useSearch({ from: '/t/$tenant/vault' })
  const navigate = useNavigate({ from: '/t/$tenant/vault' })
  const connections = useConnections()
  const { catalog } = useCatalog()
  const mayCreate = useMay('create:flows_vault_connections')
  const [adding, setAdding] = useState(false)
  const { news, forget } = useCameBack()

  const search = (text: string) => navigate({ search: text === '' ? {} : { q: text }, replace: true })
  const all = connections.data
  const nameOf = (appId: string) => catalog?.integration(appId)?.name ?? appId
  const about = all?.find(one => one.id === news?.about)
  const groups = all ? groupByIntegration(all, q, nameOf) : []

  return (
    <div className={page.page}>
      <PageHead
        title="Vault"
        lead="Connections to outside services. Flows use them by name; their secrets never leave this server."
      >
        {all && all.length > 0 && <SearchField label="Search connections" value={q} onChange={search} />}
        {mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            Add Vault Connection
          </Button>
        )}
      </PageHead>
      {news && about && (
        <CameBackNotice
          news={news}
          connection={about}
          integration={catalog?.integration(about.app_id)}
          onClose={forget}
        />
      )}
      {!all && !connections.error && <VaultSkeleton />}
      {!all && connections.error && <PageError error={connections.error} reset={() => void connections.refetch()} />}
      {all?.length === 0 && <EmptyVault mayCreate={mayCreate} />}
      {all && all.length > 0 && groups.length === 0 && <NothingFound search={q} onClear={() => search('')} />}
      {groups.length > 0 && <ConnectionTable groups={groups} catalog={catalog} />}
      {adding && <AddConnection onClose={() => setAdding(false)} />}
    </div>
  )
}
