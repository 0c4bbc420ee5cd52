import { CloseButton, Pill, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { NamedLink } from './NamedLink'
import type { Listing } from './useListing'

/** A filter of a list, by its name on the route: one of a few values, or a text where it has no choices. */
export interface Filter {
  name: string
  label: string
  placeholder?: string
  choices?: readonly { value: string; label: string }[]
  width?: number
}

/** What a link to a list may say its records are of, such as the tasks of one application. */
export type Origin = 'application' | 'workflow' | 'work' | 'service' | 'schedule'

export const byName: Filter = { name: 'name', label: 'Name', placeholder: 'Part of a name' }
export const byId: Filter = { name: 'id', label: 'Id', placeholder: 'A whole id', width: 310 }

export function Filters<T>({ listing, filters, origins }: { listing: Listing<T>; filters: readonly Filter[]; origins: readonly Origin[] }) {
  return (
    <>
      {filters.map(filter => (filter.choices ? <ChoiceFilter key={filter.name} listing={listing} filter={filter} /> : <TextFilter key={filter.name} listing={listing} filter={filter} />))}
      {origins.filter(origin => listing.filter(origin)).map(origin => (
        <Pill.Group key={origin} pb={7}>
          <Pill size="md" withRemoveButton onRemove={() => listing.setFilter(origin, '')} removeButtonProps={{ 'aria-label': `Show those of any ${origin}`, 'aria-hidden': false, tabIndex: 0 }}>
            of {origin} <NamedLink kind={origin} id={listing.filter(origin)} />
          </Pill>
        </Pill.Group>
      ))}
    </>
  )
}

// The list follows when the typing pauses.
function TextFilter<T>({ listing, filter: { name, label, placeholder, width = 200 } }: { listing: Listing<T>; filter: Filter }) {
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

function ChoiceFilter<T>({ listing, filter: { name, label, choices, width = 150 } }: { listing: Listing<T>; filter: Filter }) {
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
