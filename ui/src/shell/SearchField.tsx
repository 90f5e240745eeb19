// Filters what a page lists.
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  width?: number | string
  autoFocus?: boolean
}

export function SearchField({ label, value, onChange, width = 240, autoFocus }: Props) {
  return (
    <TextInput
      w={width}
      type="search"
      aria-label={label}
      placeholder={label}
      autoFocus={autoFocus}
      data-autofocus={autoFocus || undefined}
      leftSection={<IconSearch size={15} />}
      rightSection={value !== '' && <CloseButton size="sm" aria-label="Clear search" onClick={() => onChange('')} />}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
