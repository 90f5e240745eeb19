// The words under a label: what the catalogue says, and a gentle doubt about what was typed.
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { JsonSchema } from '../api/types'
import { patternHint } from './problems'

/** Nothing at all where there is nothing to say, so that no empty line stands under the label. */
export function describeField(schema: JsonSchema, value: unknown, problem: string | undefined): ReactNode {
  const hint = problem ? undefined : patternHint(schema, value)
  if (!hint) return schema.description
  return (
    <>
      {schema.description}
      <Text component="span" display="block" inherit c="var(--warning)" role="status">
        {hint}
      </Text>
    </>
  )
}
