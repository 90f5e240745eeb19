// The flow drawn top to bottom: pan, zoom, and a + on every line.
import '@xyflow/react/dist/base.css'
import { useComputedColorScheme } from '@mantine/core'
import { Background, Controls, type Edge, type Node, ReactFlow, type ReactFlowInstance } from '@xyflow/react'
import { useMemo } from 'react'
import type { Actions } from '../tree/action_tree'
import { ActionNode } from './ActionNode'
import './canvas.css'
import { JoinNode, LabelNode, PillNode } from './FixedNodes'
import { InsertEdge } from './InsertEdge'
import { type Layout, layOut } from './layout'

const NODE_TYPES = { start: PillNode, end: PillNode, action: ActionNode, label: LabelNode, join: JoinNode }
const EDGE_TYPES = { insert: InsertEdge }
const MARGIN = 40

export function FlowCanvas({ actions }: { actions: Actions }) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const layout = useMemo(() => layOut(actions), [actions])
  const nodes = useMemo(() => nodesOf(layout), [layout])
  const edges = useMemo(() => edgesOf(layout), [layout])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      colorMode={scheme}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zoomOnDoubleClick={false}
      panOnScroll
      minZoom={0.2}
      maxZoom={1.5}
      onInit={instance => showTop(instance, layout)}
      ariaLabelConfig={{ 'controls.ariaLabel': 'Canvas controls' }}
    >
      <Background gap={22} size={1.4} />
      <Controls showInteractive={false} fitViewOptions={{ padding: 0.12, maxZoom: 1 }} />
    </ReactFlow>
  )
}

/** Starts at the top in readable size. Fitting a long flow into the window would shrink it to dust. */
function showTop(instance: ReactFlowInstance<Node, Edge>, layout: Layout) {
  const area = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (!area) return
  const zoom = Math.min(1, Math.max(0.55, (area.width - 2 * MARGIN) / layout.width))
  void instance.setViewport({ x: area.width / 2, y: MARGIN, zoom })
}

const nodesOf = (layout: Layout): Node[] =>
  layout.spots.map(({ id, kind, x, y, width, height, action, path, branch }) => ({
    id,
    type: kind,
    position: { x, y },
    width,
    height,
    data: { kind, action, path, branch },
  }))

const edgesOf = (layout: Layout): Edge[] =>
  layout.lines.map(({ id, from, to, turn, slot }) => ({
    id,
    source: from,
    target: to,
    type: 'insert',
    data: { turn, slot },
  }))
