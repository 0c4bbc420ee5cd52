import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { get } from '../Api/call'
import type { WorkflowRecord } from '../Api/records'
import { Page } from '../Shell/Page'
import { PageMissing } from './PageMissing'
import { WorkflowGraph } from './WorkGraph'

const crumbs = [{ to: '/workflows', text: 'Workflows' }]

/** A workflow's graph with the whole page for it: `/workflows/ID/graph`. */
export default function WorkflowPicturePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const { data, error } = useQuery({ queryKey: ['workflow', id], queryFn: ({ signal }) => get<WorkflowRecord>(`workflows/${id}`, undefined, signal) })
  if (error && !data) return <PageMissing error={error} title="The workflow cannot be shown" crumbs={crumbs} />
  if (!data) return <Page title="Workflow" crumbs={crumbs}><div aria-busy="true" /></Page>
  return (
    <Page title={data.name} crumbs={[...crumbs, { to: `/workflows/${id}`, text: data.name }]}>
      <WorkflowGraph name={data.name} configuration={data.configuration} open={application => void navigate(`/applications/${application}`)} />
    </Page>
  )
}
