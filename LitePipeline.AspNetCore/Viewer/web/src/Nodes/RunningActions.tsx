import { Anchor, Progress, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { ActionView } from '../Api/records'
import { DataTable } from '../Lists/DataTable'
import { NamedLink } from '../Lists/NamedLink'
import { Took } from '../Text/Moment'
import { NodeLink } from './NodeLink'

/** The actions that run now, on all nodes or on one. */
export function RunningActions({ actions, withNode = true }: { actions: ActionView[]; withNode?: boolean }) {
  return (
    <DataTable
      label="Running actions"
      rows={actions}
      rowKey={view => `${view.task} ${view.action?.name} ${view.attempt}`}
      empty="Nothing runs now."
      columns={[
        { title: 'Action', cell: view => <Anchor component={Link} to={`/tasks/${view.task}?action=${encodeURIComponent(view.action?.name ?? '')}`} size="sm" fw={550} className="lp-breaks">{view.action?.name ?? '?'}</Anchor> },
        { title: 'Task', cell: view => <NamedLink kind="task" id={view.task} /> },
        ...(withNode ? [{ title: 'Node', from: 'sm' as const, cell: (view: ActionView) => view.node && <NodeLink id={view.node.id} /> }] : []),
        {
          title: 'Progress',
          from: 'md',
          cell: view => view.progress && (
            <>
              <Progress value={view.progress.fraction * 100} size="sm" aria-label={`Progress of ${view.action?.name}`} />
              <Text size="xs" c="dimmed" className="lp-breaks">{Math.floor(view.progress.fraction * 100)} %{view.progress.message && `, ${view.progress.message}`}</Text>
            </>
          ),
        },
        { title: 'For', align: 'right', cell: view => <Took from={view.updated_at} to={null} /> },
      ]}
    />
  )
}
