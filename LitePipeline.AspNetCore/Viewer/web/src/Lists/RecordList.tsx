import { Button, Group, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react'
import type { QueryKey } from '@tanstack/react-query'
import type { Key, ReactNode } from 'react'
import type { Query } from '../Api/place'
import { countText } from '../Text/sizes'
import { DataTable, type Column } from './DataTable'
import { Filters, type Filter, type Origin } from './Filters'
import { useListing } from './useListing'

interface Props<T> {
  label: string
  /** A title above it, where the page has more than this list. */
  titled?: boolean
  beside?: ReactNode
  /** What one of the records is called. */
  noun: string
  /** The route of the list; by default the noun's plural. */
  path?: string
  /** How the query's key begins, which is what events make stale; by default the route. */
  queryKey?: QueryKey
  columns: readonly Column<T>[]
  rowKey: (record: T) => Key
  filters?: readonly Filter[]
  /** The filters that only a link sets. */
  origins?: readonly Origin[]
  /** Filters that the page itself sets. */
  fixed?: Query
  /** What the names in the address begin with, where a page has more than one list. */
  prefix?: string
  /** What to say where there is nothing at all. */
  empty: ReactNode
}

/** A list of what the manager keeps, with its filters and its pages. */
export function RecordList<T>({ label, titled, beside, noun, path = `${noun}s`, queryKey = [path], columns, rowKey, filters = [], origins = [], fixed, prefix, empty }: Props<T>) {
  const listing = useListing<T>(queryKey, path, [...filters.map(filter => filter.name), ...origins], fixed, prefix)
  return (
    <section className="lp-panel" aria-label={label}>
      {titled && <Group justify="space-between" px="md" pt="sm"><Title order={2}>{label}</Title>{beside}</Group>}
      {filters.length > 0 && <Group p="md" gap="sm" align="flex-end" role="search" aria-label={`Filters of ${label}`}><Filters listing={listing} filters={filters} origins={origins} /></Group>}
      <DataTable label={label} columns={columns} rows={listing.rows} rowKey={rowKey} error={listing.error} faded={listing.isOld} empty={listing.hasFilters ? `No ${noun} fits these filters.` : empty} />
      {listing.rows && (listing.rows.length > 0 || listing.number !== 1) && (
        <Group justify="space-between" px="md" py="sm" className="lp-foot">
          <Text size="sm" c="dimmed" aria-live="polite">
            {countText(listing.total, noun)}
            {listing.number !== 1 && listing.number !== null && `, page ${listing.number}`}
          </Text>
          {(listing.first ?? listing.older) && (
            <Group gap="xs" component="nav" aria-label={`${label}: pages`}>
              <Button size="xs" variant="default" leftSection={<IconChevronsLeft size={14} aria-hidden />} disabled={!listing.first} onClick={listing.first ?? undefined}>Newest</Button>
              <Button size="xs" variant="default" leftSection={<IconChevronLeft size={14} aria-hidden />} disabled={!listing.newer} onClick={listing.newer ?? undefined}>Newer</Button>
              <Button size="xs" variant="default" rightSection={<IconChevronRight size={14} aria-hidden />} disabled={!listing.older} onClick={listing.older ?? undefined}>Older</Button>
            </Group>
          )}
        </Group>
      )}
    </section>
  )
}
