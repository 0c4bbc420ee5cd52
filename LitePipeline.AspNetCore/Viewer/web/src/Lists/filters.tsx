import { CloseButton, Pill, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { NamedLink } from './NamedLink'
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

const origins = ['application', 'workflow', 'work', 'service', 'schedule'] as const

/** The filters that a link has set, such as the tasks of one application, each with a way to take it away. */
export function FromFilters<T>({ listing }: { listing: Listing<T> }) {
  return origins.filter(kind => listing.filter(kind)).map(kind => (
    <Pill.Group key={kind} pb={7}>
      <Pill size="md" withRemoveButton onRemove={() => listing.setFilter(kind, '')} removeButtonProps={{ 'aria-label': `Show those of any ${kind}`, 'aria-hidden': false, tabIndex: 0 }}>
        of {kind} <NamedLink kind={kind} id={listing.filter(kind)} />
      </Pill>
    </Pill.Group>
  ))
}
