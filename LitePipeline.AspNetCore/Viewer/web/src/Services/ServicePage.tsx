import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import { get } from '../Api/call'
import type { ServiceRecord } from '../Api/records'
import { NamedLink } from '../Lists/NamedLink'
import { Loaded } from '../Shell/Loaded'
import { Notice } from '../Shell/Notice'
import { Page, Section } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { Facts } from '../Text/Facts'
import { JsonView } from '../Text/JsonView'
import { Moment } from '../Text/Moment'
import { ServiceButtons } from './ServiceButtons'
import { ServiceState } from './ServiceState'

const crumbs = [{ to: '/services', text: 'Services' }]

export default function ServicePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const query = useQuery({ queryKey: ['service', id], queryFn: ({ signal }) => get<ServiceRecord>(`services/${id}`, undefined, signal) })
  return (
    <Loaded query={query} noun="service" crumbs={crumbs}>
      {service => (
        <Page title={service.name} crumbs={crumbs} beside={<EnabledBadge enabled={service.enabled} />} actions={<ServiceButtons service={service} deleted={() => void navigate('/services')} />}>
          {service.state.message && <Notice tone="waits" title="Message">{service.state.message}</Notice>}
          <Section title="About" beside={<Anchor component={Link} to={`/tasks?service=${id}`} size="sm">Its tasks</Anchor>}>
            <Facts
              facts={[
                ['Description', service.description],
                ['Application', <NamedLink key="application" kind="application" id={service.application} />],
                ['Task', <ServiceState key="task" service={service} />],
                ['Starts', service.state.starts.toLocaleString()],
                ['Failures in a row', service.state.failures_in_a_row > 0 && String(service.state.failures_in_a_row)],
                ['Signal', service.signal === 'terminate' ? 'SIGTERM' : 'SIGKILL'],
                ['Created', <Moment key="created" at={service.created_at} />],
                ['Changed', <Moment key="changed" at={service.updated_at} />],
                ['Id', <span key="id" className="lp-mono">{service.id}</span>],
              ]}
            />
          </Section>
          <Section title="Input"><JsonView value={service.input} label="The input" /></Section>
        </Page>
      )}
    </Loaded>
  )
}
