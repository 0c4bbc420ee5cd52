import { useNavigate, useParams } from 'react-router'
import { Loaded } from '../Shell/Loaded'
import { Page } from '../Shell/Page'
import { useWorkflow } from '../Workflows/useWorkflow'
import { WorkflowGraph } from './WorkGraph'

const crumbs = [{ to: '/workflows', text: 'Workflows' }]

/** A workflow's graph with the whole page for it: `/workflows/ID/graph`. */
export default function WorkflowPicturePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  return (
    <Loaded query={useWorkflow(id)} noun="workflow" crumbs={crumbs}>
      {({ name, configuration }) => (
        <Page title={name} crumbs={[...crumbs, { to: `/workflows/${id}`, text: name }]}>
          <WorkflowGraph name={name} configuration={configuration} open={application => void navigate(`/applications/${application}`)} />
        </Page>
      )}
    </Loaded>
  )
}
