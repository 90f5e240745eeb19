// Takes what the address says about a way to a vendor's page out of it, so that a reload or a shared link does not say
// it again.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTenant } from '../../shell/tenant'
import { type News, newsOf } from './came_back'
import { takeJourney } from './journey'

export function useCameBack() {
  const tenant = useTenant()
  const { connected, not_connected, reason } = useSearch({ from: '/t/$tenant/vault' })
  const navigate = useNavigate({ from: '/t/$tenant/vault' })
  const [news, setNews] = useState<News>()
  useEffect(() => {
    const found = newsOf({ connected, not_connected, reason }, takeJourney(tenant, Date.now()))
    if (found) setNews(found)
    if (connected || not_connected) void navigate({ search: ({ q }) => (q ? { q } : {}), replace: true })
  }, [tenant, connected, not_connected, reason, navigate])
  return { news, forget: () => setNews(undefined) }
}
