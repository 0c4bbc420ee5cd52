import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { get } from '../Api/call'
import type { VenvRecord } from '../Api/records'
import { venvs } from '../Packages/kinds'
import { PackagedButtons } from '../Packages/PackagedButtons'
import { PackageFacts } from '../Packages/PackageFacts'
import { VersionList } from '../Packages/VersionList'
import { Loaded } from '../Shell/Loaded'
import { Page, Section } from '../Shell/Page'

const crumbs = [{ to: '/venvs', text: 'Venvs' }]

export default function VenvPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const query = useQuery({ queryKey: ['venv', id], queryFn: ({ signal }) => get<VenvRecord>(`venvs/${id}`, undefined, signal) })
  return (
    <Loaded query={query} noun="venv" crumbs={crumbs}>
      {venv => (
        <Page title={venv.name} crumbs={crumbs} actions={<PackagedButtons kind={venvs} record={venv} deleted={() => void navigate('/venvs')} />}>
          <Section title="About"><PackageFacts record={venv} /></Section>
          <VersionList kind={venvs} record={venv} />
        </Page>
      )}
    </Loaded>
  )
}
