import { Tabs } from '@mantine/core'
import { IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useNavigate, useParams } from 'react-router'
import { DialogButton } from '../Dialogs/DialogButton'
import { WholePage } from '../Graph/WholePage'
import { WorkflowGraph } from '../Graph/WorkGraph'
import { Loaded } from '../Shell/Loaded'
import { Page, Section } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { Facts } from '../Text/Facts'
import { JsonView } from '../Text/JsonView'
import { Moment } from '../Text/Moment'
import { CreateWorkDialog } from '../Works/CreateWorkDialog'
import { WorkList } from '../Works/WorkList'
import { DeleteWorkflowDialog, WorkflowDialog } from './WorkflowDialogs'
import { useWorkflow } from './useWorkflow'

const crumbs = [{ to: '/workflows', text: 'Workflows' }]

export default function WorkflowPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  return (
    <Loaded query={useWorkflow(id)} noun="workflow" crumbs={crumbs}>
      {workflow => (
        <Page
          title={workflow.name}
          crumbs={crumbs}
          beside={<EnabledBadge enabled={workflow.enabled} />}
          actions={
            <>
              <DialogButton main label="Create a work" icon={IconPlayerPlay} role="operator" disabled={!workflow.enabled} dialog={close => <CreateWorkDialog workflow={id} onClose={close} />} />
              <DialogButton label="Change" icon={IconPencil} role="admin" dialog={close => <WorkflowDialog workflow={workflow} onClose={close} />} />
              <DialogButton danger label="Delete" icon={IconTrash} role="admin" dialog={close => <DeleteWorkflowDialog workflow={workflow} deleted={() => void navigate('/workflows')} onClose={close} />} />
            </>
          }
        >
          <Section title="About">
            <Facts
              facts={[
                ['Description', workflow.description],
                ['Created', <Moment key="created" at={workflow.created_at} />],
                ['Changed', <Moment key="changed" at={workflow.updated_at} />],
                ['Id', <span key="id" className="lp-mono">{workflow.id}</span>],
              ]}
            />
          </Section>
          <section className="lp-panel" aria-label="Applications">
            <Tabs defaultValue="applications" keepMounted={false}>
              <Tabs.List px="xs">
                <Tabs.Tab value="applications">Applications</Tabs.Tab>
                <Tabs.Tab value="configuration">Configuration</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="applications" p="md"><WholePage to={`/workflows/${id}/graph`} /><WorkflowGraph name={workflow.name} configuration={workflow.configuration} height="min(380px, 60vh)" open={application => void navigate(`/applications/${application}`)} /></Tabs.Panel>
              <Tabs.Panel value="configuration" p="md"><JsonView value={workflow.configuration} label="The configuration" /></Tabs.Panel>
            </Tabs>
          </section>
          <WorkList workflow={id} empty="No work was made of it yet." />
        </Page>
      )}
    </Loaded>
  )
}
