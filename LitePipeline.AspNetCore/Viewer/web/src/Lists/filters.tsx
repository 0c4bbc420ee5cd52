import { CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { Listing } from './useListing'

/** A filter that is typed; the list follows when the typing pauses. */
export function TextFilter<T>({ listing, name, label, placeholder, width = 200 }: { listing: Listing<T>; name: string; label: string; placeholder?: string; width?: number }) {
  const applied = listing.filter(name)
  const [typed, setTyped] = useState(applied)
  const apply = useDebouncedCallback((value: string) => listing.setFilter(name, value.trim()), 250)
  useEffect(() => setTyped(applied), [applied])
  const change = (value: string) => {
    setTyped(value)
    apply(value)
  }
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      size="sm"
      w={width}
      value={typed}
      onChange={event => change(event.currentTarget.value)}
      rightSection={typed && <CloseButton size="sm" aria-label={`Clear the filter ${label}`} onClick={() => change('')} />}
    />
  )
}

/** A filter with a few values. */
export function ChoiceFilter<T>({ listing, name, label, choices, width = 150 }: { listing: Listing<T>; name: string; label: string; choices: { value: string; label: string }[]; width?: number }) {
  return (
    <Select
      label={label}
      placeholder="All"
      size="sm"
      w={width}
      data={choices}
      value={listing.filter(name) || null}
      onChange={value => listing.setFilter(name, value ?? '')}
      clearable
      clearButtonProps={{ 'aria-label': `Clear the filter ${label}`, 'aria-hidden': false }}
      comboboxProps={{ withinPortal: true }}
    />
  )
}
