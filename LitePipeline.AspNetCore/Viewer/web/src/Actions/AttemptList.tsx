import { Text } from '@mantine/core'
import type { ActionRecord, EarlierAttempt } from '../Api/records'
import { DataTable } from '../Lists/DataTable'
import { NodeLink } from '../Nodes/NodeLink'
import { StateBadge, stateOf, type State } from '../States/StateBadge'
import { Moment, Took } from '../Text/Moment'

interface Row {
  attempt: number
  node: string | null
  state: State
  started_at: string | null
  ended_at: string | null
  failure: string | null
}

/** Every time that an action was run, the latest first. */
export function AttemptList({ record }: { record: ActionRecord }) {
  const rows: Row[] = [{ attempt: record.attempt, node: record.node, state: stateOf(record), started_at: record.started_at, ended_at: record.ended_at, failure: record.failure?.message ?? null }, ...record.earlier.map(earlier).reverse()]
  return (
    <>
      <DataTable
        label="Attempts"
        rows={rows}
        rowKey={row => row.attempt}
        empty="It was not run yet."
        columns={[
          { title: 'Attempt', cell: row => row.attempt },
          { title: 'State', cell: row => <><StateBadge state={row.state} />{row.failure && <Text size="xs" c="dimmed" className="lp-breaks">{row.failure}</Text>}</> },
          { title: 'Node', from: 'sm', cell: row => row.node && <NodeLink id={row.node} /> },
          { title: 'Started', from: 'xs', cell: row => <Moment at={row.started_at} /> },
          { title: 'Took', align: 'right', cell: row => <Took from={row.started_at} to={row.ended_at} /> },
        ]}
      />
      <Text size="sm" c="dimmed" mt="xs">{record.retries} of these were retries after a failure, {record.losses} came after the loss of a node.</Text>
    </>
  )
}

const earlier = (attempt: EarlierAttempt): Row => ({ ...attempt, state: attempt.status, failure: attempt.failure?.message ?? null })
