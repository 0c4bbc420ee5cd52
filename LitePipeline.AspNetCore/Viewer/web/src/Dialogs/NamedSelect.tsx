import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../Api/call'
import type { Page } from '../Api/records'
import { shortId } from '../Text/sizes'

interface Named {
  id: string
  name: string
}

/** Picks an application or a workflow by its name, out of however many there are: the manager searches. */
export function NamedSelect({ kind, label, value, onChange, error, required }: { kind: 'application' | 'workflow'; label: string; value: string | null; onChange: (id: string | null) => void; error?: string; required?: boolean }) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, 200)
  const one = useQuery({ queryKey: [kind, value], queryFn: ({ signal }) => get<Named>(`${kind}s/${value}`, undefined, signal), enabled: value !== null })
  // The text of what is picked is no search.
  const name = search === '' || search === one.data?.name ? undefined : `*${search}*`
  const found = useQuery({
    queryKey: [`${kind}s`, 'picker', name],
    queryFn: ({ signal }) => get<Page<Named>>(`${kind}s`, { name, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  })
  const items = found.data?.items ?? []
  const all = value && !items.some(item => item.id === value) ? [{ id: value, name: one.data?.name ?? shortId(value) }, ...items] : items
  const twice = new Set(all.map(item => item.name).filter((name, index, names) => names.indexOf(name) !== index))
  return (
    <Select
      label={label}
      required={required}
      searchable
      placeholder={found.data?.total === 0 && name === undefined ? `There is no ${kind} yet` : 'Type to search'}
      data={all.map(item => ({ value: item.id, label: twice.has(item.name) ? `${item.name} (${shortId(item.id)})` : item.name }))}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      nothingFoundMessage={found.isFetching ? 'Searching' : 'Nothing has that name'}
      error={error}
      comboboxProps={{ withinPortal: true }}
    />
  )
}
