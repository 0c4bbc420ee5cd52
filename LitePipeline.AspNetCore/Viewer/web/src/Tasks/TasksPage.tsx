import { IconPlus } from '@tabler/icons-react'
import type { TaskRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { buttonsColumn, momentColumn, nameColumn, tookColumn } from '../Lists/columns'
import { byName } from '../Lists/Filters'
import { NamedLink } from '../Lists/NamedLink'
import { RecordList } from '../Lists/RecordList'
import { RunButtons } from '../Runs/RunButtons'
import { Page } from '../Shell/Page'
import { byStage, byStatus } from '../States/filters'
import { StateBadge, stateOf } from '../States/StateBadge'
import { CreateTaskDialog } from './CreateTaskDialog'

export default function TasksPage() {
  return (
    <Page title="Tasks" actions={<DialogButton main label="Create a task" icon={IconPlus} role="operator" dialog={close => <CreateTaskDialog onClose={close} />} />}>
      <RecordList<TaskRecord>
        label="Tasks"
        noun="task"
        rowKey={task => task.id}
        empty="No task was submitted yet."
        filters={[byName, byStage, byStatus]}
        origins={['application', 'work', 'service', 'schedule']}
        columns={[
          nameColumn('tasks'),
          { title: 'State', cell: task => <StateBadge state={stateOf(task.state)} /> },
          { title: 'Application', from: 'sm', cell: task => <NamedLink kind="application" id={task.application} /> },
          momentColumn('Created', task => task.created_at, 'xs'),
          tookColumn(),
          buttonsColumn(task => <RunButtons small kind="task" id={task.id} name={task.name} state={task.state} />),
        ]}
      />
    </Page>
  )
}
