import { Anchor, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Moment, Took } from '../Text/Moment'
import type { RunState } from '../Api/records'
import type { Column } from './DataTable'

/** A record's name, which leads to its page, and what it is in a line below. */
export function nameColumn<T extends { id: string; name: string }>(path: string, below?: (record: T) => string): Column<T> {
  return {
    title: 'Name',
    cell: record => (
      <>
        <Anchor component={Link} to={`/${path}/${record.id}`} fw={550} className="lp-breaks">{record.name}</Anchor>
        {below?.(record) && <Text size="sm" c="dimmed" lineClamp={2} className="lp-breaks">{below(record)}</Text>}
      </>
    ),
  }
}

export const momentColumn = <T,>(title: string, at: (record: T) => string | null | undefined, from?: Column<T>['from'], none?: string): Column<T> => ({
  title,
  from,
  cell: record => <Moment at={at(record)} none={none} />,
})

export const tookColumn = <T extends { state: RunState }>(): Column<T> => ({
  title: 'Took',
  from: 'md',
  cell: record => <Took from={record.state.started_at} to={record.state.ended_at} />,
})

/** What can be done with a record, as buttons without words. */
export const buttonsColumn = <T,>(buttons: (record: T) => ReactNode): Column<T> => ({
  title: 'What can be done',
  quiet: true,
  from: 'sm',
  cell: record => <div className="lp-row-actions">{buttons(record)}</div>,
})
