import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import type { WorkRecord } from '../Api/records'
import { ChoiceFilter, FromFilters, TextFilter } from '../Lists/filters'
import { ListPanel } from '../Lists/ListPanel'
import { NamedLink } from '../Lists/NamedLink'
import { useListing } from '../Lists/useListing'
import { RunButtons } from '../Runs/RunButtons'
import { stageChoices, statusChoices } from '../States/choices'
import { StateBadge, stateOf } from '../States/StateBadge'
import { Moment, Took } from '../Text/Moment'

/** Works: all of them, or those of one workflow. */
export function WorkList({ workflow, empty }: { workflow?: string; empty: string }) {
  const listing = useListing<WorkRecord>(['works'], 'works', workflow ? ['name', 'stage', 'status'] : ['name', 'stage', 'status', 'workflow', 'schedule'], workflow ? { workflow } : {})
  return (
    <ListPanel
      label="Works"
      titled={workflow !== undefined}
      noun="work"
      listing={listing}
      rowKey={work => work.id}
      empty={empty}
      filters={
        <>
          <TextFilter listing={listing} name="name" label="Name" placeholder="Part of a name" />
          <ChoiceFilter listing={listing} name="stage" label="Stage" choices={stageChoices} />
          <ChoiceFilter listing={listing} name="status" label="Status" choices={statusChoices} />
          <FromFilters listing={listing} />
        </>
      }
      columns={[
        { title: 'Name', cell: work => <Anchor component={Link} to={`/works/${work.id}`} fw={550} className="lp-breaks">{work.name}</Anchor> },
        { title: 'State', cell: work => <StateBadge state={stateOf(work.state)} /> },
        ...(workflow ? [] : [{ title: 'Workflow', from: 'sm' as const, cell: (work: WorkRecord) => <NamedLink kind="workflow" id={work.workflow} /> }]),
        { title: 'Created', from: 'xs', cell: work => <Moment at={work.created_at} /> },
        { title: 'Took', from: 'md', cell: work => <Took from={work.state.started_at} to={work.state.ended_at} /> },
        { title: 'What can be done', quiet: true, from: 'sm', cell: work => <div className="lp-row-actions"><RunButtons small kind="work" id={work.id} name={work.name} state={work.state} /></div> },
      ]}
    />
  )
}
