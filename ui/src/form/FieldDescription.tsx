// The words under a label: what the catalogue says, and a gentle doubt about what was typed.
import { Text } from '@mantine/core'

export function FieldDescription({ text, hint }: { text?: string; hint?: string }) {
  if (!text && !hint) return null
  return (
    <>
      {text}
      {hint && (
        <Text component="span" display="block" inherit c="orange.8" role="status">
          {hint}
        </Text>
      )}
    </>
  )
}
