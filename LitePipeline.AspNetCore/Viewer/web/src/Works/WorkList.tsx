import type { WorkRecord } from '../Api/records'
import { buttonsColumn, momentColumn, nameColumn, tookColumn } from '../Lists/columns'
import { byName } from '../Lists/Filters'
import { NamedLink } from '../Lists/NamedLink'
import { RecordList } from '../Lists/RecordList'
import { RunButtons } from '../Runs/RunButtons'
import { byStage, byStatus } from '../States/filters'
import { StateBadge, stateOf } from '../States/StateBadge'

/** Works: all of them, or those of one workflow. */
export function WorkList({ workflow, empty }: { workflow?: string; empty: string }) {
  return (
    <RecordList<WorkRecord>
      label="Works"
      titled={workflow !== undefined}
      noun="work"
      rowKey={work => work.id}
      empty={empty}
      filters={[byName, byStage, byStatus]}
      origins={workflow ? [] : ['workflow', 'schedule']}
      fixed={{ workflow }}
      columns={[
        nameColumn('works'),
        { title: 'State', cell: work => <StateBadge state={stateOf(work.state)} /> },
        ...(workflow ? [] : [{ title: 'Workflow', from: 'sm' as const, cell: (work: WorkRecord) => <NamedLink kind="workflow" id={work.workflow} /> }]),
        momentColumn('Created', work => work.created_at, 'xs'),
        tookColumn(),
        buttonsColumn(work => <RunButtons small kind="work" id={work.id} name={work.name} state={work.state} />),
      ]}
    />
  )
}
