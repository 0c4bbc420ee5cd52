import { IconPencil, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react'
import type { WorkflowRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { buttonsColumn, momentColumn, nameColumn } from '../Lists/columns'
import { byId, byName } from '../Lists/Filters'
import { RecordList } from '../Lists/RecordList'
import { Page } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { CreateWorkDialog } from '../Works/CreateWorkDialog'
import { DeleteWorkflowDialog, WorkflowDialog } from './WorkflowDialogs'

export default function WorkflowsPage() {
  return (
    <Page title="Workflows" actions={<DialogButton main label="Create a workflow" icon={IconPlus} role="admin" dialog={close => <WorkflowDialog onClose={close} />} />}>
      <RecordList<WorkflowRecord>
        label="Workflows"
        noun="workflow"
        rowKey={workflow => workflow.id}
        empty="There is no workflow yet. A workflow runs several applications, one after the other or side by side."
        filters={[byName, byId]}
        columns={[
          nameColumn('workflows', workflow => workflow.description),
          { title: 'State', cell: workflow => <EnabledBadge enabled={workflow.enabled} /> },
          { title: 'Applications', from: 'md', align: 'right', cell: workflow => workflow.configuration.applications?.length ?? 0 },
          momentColumn('Changed', workflow => workflow.updated_at, 'sm'),
          buttonsColumn(workflow => (
            <>
              <DialogButton small label={`Create a work of ${workflow.name}`} icon={IconPlayerPlay} role="operator" disabled={!workflow.enabled} dialog={close => <CreateWorkDialog workflow={workflow.id} onClose={close} />} />
              <DialogButton small label={`Change ${workflow.name}`} icon={IconPencil} role="admin" dialog={close => <WorkflowDialog workflow={workflow} onClose={close} />} />
              <DialogButton small danger label={`Delete ${workflow.name}`} icon={IconTrash} role="admin" dialog={close => <DeleteWorkflowDialog workflow={workflow} onClose={close} />} />
            </>
          )),
        ]}
      />
    </Page>
  )
}
