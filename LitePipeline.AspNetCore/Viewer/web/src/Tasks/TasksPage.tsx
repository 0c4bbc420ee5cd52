import { Anchor } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { TaskRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { ListPanel } from '../Lists/ListPanel'
import { NamedLink } from '../Lists/NamedLink'
import { ChoiceFilter, FromFilters, TextFilter } from '../Lists/filters'
import { useListing } from '../Lists/useListing'
import { RunButtons } from '../Runs/RunButtons'
import { Page } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { stageChoices, statusChoices } from '../States/choices'
import { Moment, Took } from '../Text/Moment'
import { CreateTaskDialog } from './CreateTaskDialog'

export default function TasksPage() {
  const listing = useListing<TaskRecord>(['tasks'], 'tasks', ['name', 'stage', 'status', 'application', 'work', 'service', 'schedule', 'id'])
  return (
    <Page title="Tasks" actions={<DialogButton main label="Create a task" icon={IconPlus} role="operator" dialog={close => <CreateTaskDialog onClose={close} />} />}>
      <ListPanel
        label="Tasks"
        noun="task"
        listing={listing}
        rowKey={task => task.id}
        empty="No task was submitted yet."
        filters={
          <>
            <TextFilter listing={listing} name="name" label="Name" placeholder="Part of a name" />
            <ChoiceFilter listing={listing} name="stage" label="Stage" choices={stageChoices} />
            <ChoiceFilter listing={listing} name="status" label="Status" choices={statusChoices} />
            <FromFilters listing={listing} />
          </>
        }
        columns={[
          { title: 'Name', cell: task => <Anchor component={Link} to={`/tasks/${task.id}`} fw={550} className="lp-breaks">{task.name}</Anchor> },
          { title: 'State', cell: task => <StateBadge state={stateOf(task.state)} /> },
          { title: 'Application', from: 'sm', cell: task => <NamedLink kind="application" id={task.application} /> },
          { title: 'Created', from: 'xs', cell: task => <Moment at={task.created_at} /> },
          { title: 'Took', from: 'md', cell: task => <Took from={task.state.started_at} to={task.state.ended_at} /> },
          { title: 'What can be done', quiet: true, from: 'sm', cell: task => <div className="lp-row-actions"><RunButtons small kind="task" id={task.id} name={task.name} state={task.state} /></div> },
        ]}
      />
    </Page>
  )
}
