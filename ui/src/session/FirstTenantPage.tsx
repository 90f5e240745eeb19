// A person without any tenant makes the first one.
import { useNavigate } from '@tanstack/react-router'
import { TenantForm } from '../shell/TenantForm'
import { EntryCard } from './EntryCard'
import { useMayCreateTenants } from './useSession'

export function FirstTenantPage() {
  const navigate = useNavigate()
  const mayCreate = useMayCreateTenants()
  return (
    <EntryCard
      title="Your first tenant"
      lead={
        mayCreate
          ? 'A tenant holds connections and flows that belong together, and keeps them apart from all others.'
          : 'You do not belong to a tenant yet. Ask an owner of this server to add you to one.'
      }
    >
      {mayCreate && (
        <TenantForm
          onCreated={tenant => navigate({ to: '/t/$tenant/vault', params: { tenant: tenant.name }, replace: true })}
        />
      )}
    </EntryCard>
  )
}
