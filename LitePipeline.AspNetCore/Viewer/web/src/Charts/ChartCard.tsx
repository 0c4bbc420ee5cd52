import './charts.css'
import { Button, Table, Text, Title } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { useId, useState, type ReactNode } from 'react'
import type { Paints } from './Plot'

interface Props {
  title: string
  /** What the chart shows, in a sentence. */
  summary: string
  keys: { colour: keyof Paints; label: string; hollow?: boolean }[]
  columns: string[]
  rows: string[][]
  children: ReactNode
}

/** A chart with its summary, its key and, for who cannot see it or wants numbers, its table. */
export function ChartCard({ title, summary, keys, columns, rows, children }: Props) {
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  return (
    <section className="lp-panel lp-chart" aria-labelledby={id}>
      <div className="lp-chart-head">
        <Title order={3} id={id}>{title}</Title>
        <Button size="compact-xs" variant="subtle" color="gray" leftSection={asTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />} onClick={() => setAsTable(!asTable)} aria-label={asTable ? `Show ${title} as a chart` : `Show ${title} as a table`}>{asTable ? 'Chart' : 'Table'}</Button>
      </div>
      <Text size="sm" c="dimmed">{summary}</Text>
      {asTable
        ? (
            <div className="lp-chart-table" tabIndex={0} role="region" aria-label={`${title}: table`}>
              <Table verticalSpacing={3} horizontalSpacing="sm" aria-label={title}>
                <Table.Thead><Table.Tr>{columns.map(column => <Table.Th key={column} scope="col">{column}</Table.Th>)}</Table.Tr></Table.Thead>
                <Table.Tbody>{rows.map(row => <Table.Tr key={row[0]}>{row.map((cell, index) => <Table.Td key={index}>{cell}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
              </Table>
            </div>
          )
        : (
            <>
              {children}
              <ul className="lp-chart-key" aria-hidden>
                {keys.map(key => <li key={key.label}><span className={`lp-paint lp-paint-${key.colour}`} data-hollow={key.hollow || undefined} /> {key.label}</li>)}
              </ul>
            </>
          )}
    </section>
  )
}
