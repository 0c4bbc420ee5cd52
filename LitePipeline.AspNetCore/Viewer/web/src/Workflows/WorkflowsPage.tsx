import { Anchor, Text } from '@mantine/core'
import { IconPencil, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { WorkflowRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { TextFilter } from '../Lists/filters'
import { ListPanel } from '../Lists/ListPanel'
import { useListing } from '../Lists/useListing'
import { Page } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { Moment } from '../Text/Moment'
import { CreateWorkDialog } from '../Works/CreateWorkDialog'
import { DeleteWorkflowDialog, WorkflowDialog } from './WorkflowDialogs'

export default function WorkflowsPage() {
  const listing = useListing<WorkflowRecord>(['workflows'], 'workflows', ['name', 'id'])
  return (
    <Page title="Workflows" actions={<DialogButton main label="Create a workflow" icon={IconPlus} role="admin" dialog={close => <WorkflowDialog onClose={close} />} />}>
      <ListPanel
        label="Workflows"
        noun="workflow"
        listing={listing}
        rowKey={workflow => workflow.id}
        empty="There is no workflow yet. A workflow runs several applications, one after the other or side by side."
        filters={
          <>
            <TextFilter listing={listing} name="name" label="Name" placeholder="Part of a name" />
            <TextFilter listing={listing} name="id" label="Id" placeholder="A whole id" width={310} />
          </>
        }
        columns={[
          {
            title: 'Name',
            cell: workflow => (
              <>
                <Anchor component={Link} to={`/workflows/${workflow.id}`} fw={550} className="lp-breaks">{workflow.name}</Anchor>
                {workflow.description && <Text size="sm" c="dimmed" lineClamp={2} className="lp-breaks">{workflow.description}</Text>}
              </>
            ),
          },
          { title: 'State', cell: workflow => <EnabledBadge enabled={workflow.enabled} /> },
          { title: 'Applications', from: 'md', align: 'right', cell: workflow => workflow.configuration.applications?.length ?? 0 },
          { title: 'Changed', from: 'sm', cell: workflow => <Moment at={workflow.updated_at} /> },
          {
            title: 'What can be done',
            quiet: true,
            from: 'sm',
            cell: workflow => (
              <div className="lp-row-actions">
                <DialogButton small label={`Create a work of ${workflow.name}`} icon={IconPlayerPlay} role="operator" disabled={!workflow.enabled} dialog={close => <CreateWorkDialog workflow={workflow.id} onClose={close} />} />
                <DialogButton small label={`Change ${workflow.name}`} icon={IconPencil} role="admin" dialog={close => <WorkflowDialog workflow={workflow} onClose={close} />} />
                <DialogButton small danger label={`Delete ${workflow.name}`} icon={IconTrash} role="admin" dialog={close => <DeleteWorkflowDialog workflow={workflow} onClose={close} />} />
              </div>
            ),
          },
        ]}
      />
    </Page>
  )
}
