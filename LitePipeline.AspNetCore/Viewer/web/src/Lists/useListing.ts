import { keepPreviousData, useQuery, type QueryKey } from '@tanstack/react-query'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { get } from '../Api/call'
import type { Query } from '../Api/place'
import type { Page } from '../Api/records'

export const pageSize = 25

/** What a list of a page shows: its filters and its place are in the address, so that a link or the back button leads to the same. */
export interface Listing<T> {
  rows: T[] | undefined
  total: number
  error: Error | null
  /** Whether what is shown is of the filters or the page before. */
  isOld: boolean
  filter(name: string): string
  setFilter(name: string, value: string): void
  hasFilters: boolean
  /** The number of the page, from 1; null where a link led into the middle. */
  number: number | null
  first: (() => void) | null
  newer: (() => void) | null
  older: (() => void) | null
}

/**
 * @param key How the query's key begins, which is what events make stale.
 * @param path The route of the list.
 * @param names The filters that the address may hold.
 * @param fixed Filters that the page itself sets.
 * @param prefix What the names in the address begin with, where a page has more than one list.
 */
export function useListing<T>(key: QueryKey, path: string, names: readonly string[] = [], fixed: Query = {}, prefix = ''): Listing<T> {
  const [search, setSearch] = useSearchParams()
  const navigate = useNavigate()
  const location = useLocation()
  const afterName = `${prefix}after`
  const trails = (location.state as Record<string, string[]> | null) ?? {}
  const trail = trails[afterName] ?? []
  const after = search.get(afterName) ?? ''
  const filters = Object.fromEntries(names.map(name => [name, search.get(prefix + name) ?? '']))
  const query: Query = { ...filters, ...fixed, name: pattern(filters.name), after, limit: pageSize }
  const answer = useQuery({
    queryKey: [...key, path, query],
    queryFn: ({ signal }) => get<Page<T>>(path, query, signal),
    placeholderData: keepPreviousData,
  })

  const go = (to: string, visited: string[]) => {
    const next = new URLSearchParams(search)
    if (to) next.set(afterName, to)
    else next.delete(afterName)
    void navigate({ search: next.toString() }, { state: { ...trails, [afterName]: visited } })
  }
  const next = answer.data?.next
  return {
    rows: answer.data?.items,
    total: answer.data?.total ?? 0,
    error: answer.error,
    isOld: answer.isPlaceholderData,
    filter: name => filters[name] ?? '',
    setFilter(name, value) {
      setSearch(before => {
        const changed = new URLSearchParams(before)
        if (value) changed.set(prefix + name, value)
        else changed.delete(prefix + name)
        changed.delete(afterName)
        return changed
      }, { replace: true })
    },
    hasFilters: Object.values(filters).some(value => value !== ''),
    number: after === '' ? 1 : trail.length > 0 ? trail.length + 1 : null,
    first: after !== '' ? () => go('', []) : null,
    newer: trail.length > 0 ? () => go(trail.at(-2) ?? '', trail.slice(0, -1)) : null,
    older: next ? () => go(next, [...trail, next]) : null,
  }
}

// A name is found by a part of it, unless the user says by * where other text may be.
const pattern = (name: string | undefined) => (!name ? undefined : name.includes('*') ? name : `*${name}*`)
