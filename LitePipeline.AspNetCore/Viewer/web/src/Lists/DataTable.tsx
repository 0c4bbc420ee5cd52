import { Center, Skeleton, Stack, Table, Text } from '@mantine/core'
import type { Key, ReactNode } from 'react'
import { RefusalText } from '../Shell/RefusalText'

export interface Column<T> {
  title: string
  cell: (row: T) => ReactNode
  /** The least width of the window at which it is shown; everywhere by default. */
  from?: 'xs' | 'sm' | 'md' | 'lg'
  width?: number | string
  align?: 'left' | 'right'
  /** Whether the title is for screen readers alone. */
  quiet?: boolean
}

interface Props<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[] | undefined
  rowKey: (row: T) => Key
  error?: Error | null
  empty: ReactNode
  faded?: boolean
}

export function DataTable<T>({ label, columns, rows, rowKey, error, empty, faded }: Props<T>) {
  if (error && !rows) return <div style={{ padding: '0 var(--mantine-spacing-md) var(--mantine-spacing-md)' }}><RefusalText error={error} title="The list cannot be shown" /></div>
  if (!rows)
    return (
      <Stack gap="xs" p="md" aria-busy="true" aria-label={`${label}: loading`}>
        {[0, 1, 2].map(line => <Skeleton key={line} height={22} />)}
      </Stack>
    )
  if (rows.length === 0) return <Center p="xl"><Text size="sm" c="dimmed" ta="center" component="div">{empty}</Text></Center>
  return (
    <Table aria-label={label} verticalSpacing="xs" horizontalSpacing="md" highlightOnHover style={{ opacity: faded ? 0.6 : 1 }} className="lp-table">
      <Table.Thead>
        <Table.Tr>
          {columns.map(column => (
            <Table.Th key={column.title} visibleFrom={column.from} w={column.width} ta={column.align} scope="col">
              {column.quiet ? <span className="lp-visually-hidden">{column.title}</span> : column.title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(row => (
          <Table.Tr key={rowKey(row)}>
            {columns.map(column => (
              <Table.Td key={column.title} visibleFrom={column.from} ta={column.align}>{column.cell(row)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
