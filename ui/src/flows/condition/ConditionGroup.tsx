// Comparisons joined by AND or OR. Groups may hold groups.
import { ActionIcon, Button, Group as Line, SegmentedControl } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { ComparisonRow } from './ComparisonRow'
import { type Comparison, type Condition, EMPTY_COMPARISON, type Group, isGroup } from './condition'
import classes from './condition.module.css'

/** Deeper than this nobody reads a condition any more; JSON still allows it. */
const DEEPEST = 3

interface Props {
  group: Group
  onChange: (group: Group) => void
  onRemove?: () => void
  readOnly: boolean
  depth: number
}

export function ConditionGroup({ group, onChange, onRemove, readOnly, depth }: Props) {
  const change = (operands: Condition[]) => onChange({ ...group, operands })
  const replace = (index: number) => (condition: Condition) => change(group.operands.with(index, condition))
  const remove = (index: number) => () => change(group.operands.toSpliced(index, 1))
  return (
    <fieldset className={classes.group} aria-label={group.operator === 'AND' ? 'All of these' : 'Any of these'}>
      <Line justify="space-between" wrap="nowrap">
        <SegmentedControl
          size="xs"
          aria-label="How comparisons are joined"
          readOnly={readOnly}
          data={[
            { value: 'AND', label: 'AND' },
            { value: 'OR', label: 'OR' },
          ]}
          value={group.operator}
          onChange={operator => onChange({ ...group, operator: operator as Group['operator'] })}
        />
        {onRemove && !readOnly && (
          <ActionIcon variant="subtle" color="gray" aria-label="Remove group" onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </Line>
      {group.operands.map((operand, index) =>
        isGroup(operand) ? (
          <ConditionGroup
            key={index}
            group={operand}
            onChange={replace(index)}
            onRemove={remove(index)}
            readOnly={readOnly}
            depth={depth + 1}
          />
        ) : (
          <ComparisonRow
            key={index}
            comparison={operand as Comparison}
            onChange={replace(index)}
            onRemove={readOnly || (depth === 0 && group.operands.length === 1) ? undefined : remove(index)}
            readOnly={readOnly}
          />
        ),
      )}
      {!readOnly && (
        <Line gap={4}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => change([...group.operands, EMPTY_COMPARISON])}
          >
            Add comparison
          </Button>
          {depth < DEEPEST && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() =>
                change([
                  ...group.operands,
                  { operator: group.operator === 'AND' ? 'OR' : 'AND', operands: [EMPTY_COMPARISON] },
                ])
              }
            >
              Add group
            </Button>
          )}
        </Line>
      )}
    </fieldset>
  )
}
