// The JSON editor, fetched only when the first one is shown.
import { Box, Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'

const JsonEditor = lazy(() => import('./JsonEditor'))

export interface CodeEditorProps {
  label: string
  value: string
  onChange?: (value: string) => void
  readOnly?: boolean
  minHeight?: number
  maxHeight?: number
}

export function CodeEditor(props: CodeEditorProps) {
  const height = props.minHeight ?? 96
  return (
    <Box mih={height}>
      <Suspense fallback={<Skeleton h={height} radius="md" />}>
        <JsonEditor {...props} minHeight={height} />
      </Suspense>
    </Box>
  )
}
