import { Button, Group, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react'
import type { Key, ReactNode } from 'react'
import { countText } from '../Text/sizes'
import { DataTable, type Column } from './DataTable'
import type { Listing } from './useListing'

interface Props<T> {
  label: string
  /** A title above it, where the page has more than this list. */
  titled?: boolean
  beside?: ReactNode
  /** What one of the rows is called. */
  noun: string
  listing: Listing<T>
  columns: Column<T>[]
  rowKey: (row: T) => Key
  filters?: ReactNode
  /** What to say where there is nothing at all. */
  empty: ReactNode
}

/** A list with its filters and its pages. */
export function ListPanel<T>({ label, titled, beside, noun, listing, columns, rowKey, filters, empty }: Props<T>) {
  return (
    <section className="lp-panel" aria-label={label}>
      {titled && <Group justify="space-between" px="md" pt="sm"><Title order={2}>{label}</Title>{beside}</Group>}
      {filters && <Group p="md" gap="sm" align="flex-end" role="search">{filters}</Group>}
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
