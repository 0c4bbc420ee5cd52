import { useNavigate, useParams } from 'react-router'
import { ClusterCharts } from '../Charts/ClusterCharts'
import { Loaded } from '../Shell/Loaded'
import { Notice } from '../Shell/Notice'
import { Page, Section } from '../Shell/Page'
import { Facts } from '../Text/Facts'
import { Moment } from '../Text/Moment'
import { sizeText } from '../Text/sizes'
import { NodeBadge } from './NodeBadge'
import { NodeButtons } from './NodeButtons'
import { RunningActions } from './RunningActions'
import { Usage } from './Usage'
import { useCluster } from './useCluster'

const crumbs = [{ to: '/cluster', text: 'Cluster' }]

export default function NodePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  return (
    <Loaded query={useCluster()} noun="node" crumbs={crumbs}>
      {cluster => {
        const node = cluster.nodes.find(view => view.description.id === id)
        if (!node) return <Page title="The node is not connected" crumbs={crumbs}><Notice tone="waits">No node with the id {id} is connected now. It appears here as soon as it joins.</Notice></Page>
        const { description } = node
        return (
          <Page title={description.name} crumbs={crumbs} beside={<NodeBadge node={node} />} actions={<NodeButtons node={node} removed={() => void navigate('/cluster')} />}>
            <Section title="About">
              <Facts
                facts={[
                  ['Slots', <Usage key="slots" label="Slots in use" used={node.used_slots} all={description.slots} />],
                  ['Processors', description.cpu > 0 && <Usage key="cpu" label="Processors in use" used={node.used_cpu} all={description.cpu} />],
                  ['Memory', description.memory > 0 && <Usage key="memory" label="Memory in use" used={node.used_memory} all={description.memory} text={sizeText} />],
                  ['Graphics processors', description.gpu > 0 && <Usage key="gpu" label="Graphics processors in use" used={node.used_gpu} all={description.gpu} />],
                  ['Platform', [description.platform, description.machine].filter(Boolean).join(', ')],
                  ['Containers', description.docker_support ? 'Runs them' : 'Does not run them'],
                  ['Handlers', description.handlers.join(', ')],
                  ['Labels', Object.entries(description.labels ?? {}).map(([name, value]) => `${name}=${value}`).join(', ')],
                  ['Address', description.http_host],
                  ['Version', description.version],
                  ['Joined', <Moment key="joined" at={node.joined_at} />],
                  ['Id', <span key="id" className="lp-mono">{description.id}</span>],
                ]}
              />
            </Section>
            <ClusterCharts node={id} />
            <Section title="What runs on it" padded={false}><RunningActions withNode={false} actions={cluster.running.filter(view => view.node?.id === id)} /></Section>
          </Page>
        )
      }}
    </Loaded>
  )
}
