// One comparison: a value, what is asked of it, and what it is compared with.
import { ActionIcon, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { isNumber, shown } from '../../form/values'
import { type Comparison, isUnary, OPERATORS, withOperator } from './condition'
import classes from './condition.module.css'

interface Props {
  comparison: Comparison
  onChange: (comparison: Comparison) => void
  onRemove?: () => void
  readOnly: boolean
}

export function ComparisonRow({ comparison, onChange, onRemove, readOnly }: Props) {
  const { operator, operands } = comparison
  const edit = (index: number, text: string) =>
    onChange({ ...comparison, operands: operands.with(index, typedLike(operands[index], text)) })
  return (
    <div className={classes.comparison}>
      <TextInput
        aria-label="Value"
        placeholder="{{fields.answer}}"
        className={classes.operand}
        readOnly={readOnly}
        spellCheck={false}
        value={shown(operands[0])}
        onChange={event => edit(0, event.currentTarget.value)}
        rightSection={
          onRemove && (
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label="Remove comparison" onClick={onRemove}>
              <IconX size={14} />
            </ActionIcon>
          )
        }
      />
      <Select
        aria-label="Operator"
        readOnly={readOnly}
        allowDeselect={false}
        checkIconPosition="right"
        maxDropdownHeight={320}
        data={OPERATORS.map(one => ({ value: one.token, label: one.words }))}
        value={operator}
        onChange={token => token && onChange(withOperator(comparison, token))}
      />
      {!isUnary(operator) && (
        <TextInput
          aria-label="Compared with"
          placeholder="yes"
          className={classes.operand}
          readOnly={readOnly}
          spellCheck={false}
          value={shown(operands[1])}
          onChange={event => edit(1, event.currentTarget.value)}
        />
      )}
    </div>
  )
}

/** A number stays a number while it reads as one; everything else typed is text. */
const typedLike = (before: unknown, text: string): unknown =>
  typeof before === 'number' && isNumber(text) ? Number(text) : text
