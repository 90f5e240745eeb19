// One flow: loads it and hands it to the editor.
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { loadFlow } from '../api/flows'
import { PageError } from '../shell/PageError'
import { useTenant } from '../shell/tenant'
import { FlowEditor } from './FlowEditor'
import classes from './flows.module.css'

export function FlowPage() {
  const tenant = useTenant()
  const { id } = useParams({ from: '/t/$tenant/flows/$id' })
  const flow = useQuery({
    queryKey: ['flow', tenant, id],
    queryFn: ({ signal }) => loadFlow(tenant, id, signal),
    // The editor works on a copy: answers that come later must not replace it, and a new visit starts from the server.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (flow.error) return <PageError error={flow.error} reset={() => void flow.refetch()} />
  if (!flow.data) return <EditorSkeleton />
  return <FlowEditor key={id} flow={flow.data} />
}

function EditorSkeleton() {
  return (
    <div className={classes.editor} role="status" aria-busy aria-label="Loading flow">
      <div className={classes.head}>
        <Skeleton w={220} h={18} />
        <Skeleton w={160} h={30} />
      </div>
      <div className={classes.body}>
        <div className={classes.canvas} />
        <aside className={classes.panel} />
      </div>
    </div>
  )
}
