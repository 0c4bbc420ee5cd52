import { Group, Pagination } from '@mantine/core'

/** The pages of a list by their numbers, where there is more than one. */
export function PageNumbers({ pages, page, setPage }: { pages: number; page: number; setPage: (page: number) => void }) {
  if (pages < 2) return null
  return <Group justify="flex-end" p="md"><Pagination total={pages} value={page} onChange={setPage} size="sm" getControlProps={control => ({ 'aria-label': `${control} page` })} /></Group>
}
