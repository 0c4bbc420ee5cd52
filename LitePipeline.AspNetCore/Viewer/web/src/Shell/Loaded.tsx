import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asRefusal } from '../Api/refusal'
import { Page, type Crumb } from './Page'
import { RefusalText } from './RefusalText'

/** Shows a page's one thing when it is there, and until then that it is asked for, or why it cannot be shown. */
export function Loaded<T>({ query, noun, crumbs, children }: { query: UseQueryResult<T>; noun: string; crumbs?: Crumb[]; children: (data: T) => ReactNode }) {
  if (query.error && (!query.data || asRefusal(query.error).isMissing))
    return <Page title={asRefusal(query.error).isMissing ? `There is no such ${noun}` : `The ${noun} cannot be shown`} crumbs={crumbs}><RefusalText error={query.error} title="The manager says" /></Page>
  if (query.data === undefined) return <Stack aria-busy="true" aria-label={`Loading the ${noun}`}><Skeleton height={34} width={280} /><Skeleton height={140} /><Skeleton height={240} /></Stack>
  return <>{children(query.data)}</>
}
