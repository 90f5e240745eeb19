// What stands on the canvas beside the actions: start, end, the names of branches, and where they meet again.
import { Handle, Position } from '@xyflow/react'

const Ends = () => (
  <>
    <Handle type="target" position={Position.Top} isConnectable={false} />
    <Handle type="source" position={Position.Bottom} isConnectable={false} />
  </>
)

export function PillNode({ data }: { data: { kind: 'start' | 'end' } }) {
  return (
    <div className="fv-pill" data-kind={data.kind}>
      <Ends />
      {data.kind === 'start' ? 'Start' : 'CONTINUE'}
    </div>
  )
}

export function LabelNode({ data }: { data: { branch: 'then' | 'else' } }) {
  return (
    <div className="fv-label" data-branch={data.branch}>
      <Ends />
      {data.branch === 'then' ? 'TRUE' : 'FALSE'}
    </div>
  )
}

export function JoinNode() {
  return (
    <div className="fv-join">
      <Ends />
    </div>
  )
}
