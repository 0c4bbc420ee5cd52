import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { ask } from '../Api/call'
import { apiAddress } from '../Api/place'
import type { ClusterView } from '../Api/records'
import { DataTable } from '../Lists/DataTable'
import { NamedLink } from '../Lists/NamedLink'
import { NodeBadge } from '../Nodes/NodeBadge'
import { NodeButtons } from '../Nodes/NodeButtons'
import { RunningActions } from '../Nodes/RunningActions'
import { Usage } from '../Nodes/Usage'
import { useCluster } from '../Nodes/useCluster'
import { Loaded } from '../Shell/Loaded'
import { Page, Section } from '../Shell/Page'
import { Facts } from '../Text/Facts'
import { Moment } from '../Text/Moment'
import { sizeText } from '../Text/sizes'

export default function ClusterPage() {
  return <Loaded query={useCluster()} noun="cluster">{cluster => <ClusterTables cluster={cluster} />}</Loaded>
}

function ClusterTables({ cluster }: { cluster: ClusterView }) {
  return (
    <Page title="Cluster">
      <Manager cluster={cluster} />
      <Section title="Nodes" padded={false}>
        <DataTable
          label="Nodes"
          rows={cluster.nodes}
          rowKey={node => node.description.id}
          empty="No node is connected. Start one: litepipeline node --manager HOST:PORT"
          columns={[
            { title: 'Name', cell: node => <Anchor component={Link} to={`/nodes/${node.description.id}`} fw={550} className="lp-breaks">{node.description.name}</Anchor> },
            { title: 'State', cell: node => <NodeBadge node={node} /> },
            { title: 'Slots', cell: node => <Usage label={`Slots of ${node.description.name} in use`} used={node.used_slots} all={node.description.slots} /> },
            { title: 'Processors', from: 'lg', cell: node => (node.description.cpu > 0 ? <Usage label={`Processors of ${node.description.name} in use`} used={node.used_cpu} all={node.description.cpu} /> : '—') },
            { title: 'Memory', from: 'lg', cell: node => (node.description.memory > 0 ? <Usage label={`Memory of ${node.description.name} in use`} used={node.used_memory} all={node.description.memory} text={sizeText} /> : '—') },
            { title: 'Platform', from: 'md', cell: node => [node.description.platform, node.description.machine].filter(Boolean).join(', ') },
            { title: 'Joined', from: 'sm', cell: node => <Moment at={node.joined_at} /> },
            { title: 'What can be done', quiet: true, from: 'sm', cell: node => <div className="lp-row-actions"><NodeButtons small node={node} /></div> },
          ]}
        />
      </Section>
      <Section title="Running" padded={false}><RunningActions actions={cluster.running} /></Section>
      <Section title="Waiting" beside={cluster.pending_count > cluster.pending.length && <Text size="sm" c="dimmed">the first {cluster.pending.length.toLocaleString()} of {cluster.pending_count.toLocaleString()}</Text>} padded={false}>
        <DataTable
          label="Waiting actions"
          rows={cluster.pending.slice(0, 100)}
          rowKey={view => `${view.task} ${view.action?.name}`}
          empty="Nothing waits for a slot."
          columns={[
            { title: 'Action', cell: view => (view.action ? <Anchor component={Link} to={`/tasks/${view.task}?action=${encodeURIComponent(view.action.name)}`} fw={550} className="lp-breaks">{view.action.name}</Anchor> : <Text size="sm" c="dimmed">its first ones</Text>) },
            { title: 'Task', cell: view => <NamedLink kind="task" id={view.task} /> },
            { title: 'Why', from: 'sm', cell: view => <Text size="sm" className="lp-breaks">{view.unplaceable ?? view.reason ?? 'No slot is free'}</Text> },
            { title: 'Since', align: 'right', cell: view => <Moment at={view.updated_at} /> },
          ]}
        />
      </Section>
    </Page>
  )
}

interface ManagerInfo {
  version: string
  info?: { manager?: Record<string, string | number | null> }
}

/** The manager itself, as far as it tells. */
function Manager({ cluster }: { cluster: ClusterView }) {
  const info = useQuery({
    queryKey: ['manager'],
    queryFn: async ({ signal }) => (await (await ask(new URL('cluster/info?include=manager', apiAddress).href, { signal })).json()) as ManagerInfo,
  })
  const { http_host: host, http_port: port, tcp_host: tcpHost, tcp_port: tcpPort, max_buffer_size: largest, data_path: data } = info.data?.info?.manager ?? {}
  return (
    <Section title="Manager">
      <Facts
        facts={[
          ['Version', info.data?.version],
          ['Nodes', cluster.nodes.length.toLocaleString()],
          ['Slots', <Usage key="slots" label="Slots in use" used={cluster.nodes.reduce((sum, node) => sum + node.used_slots, 0)} all={cluster.total_slots} />],
          ['Actions running', cluster.running.length.toLocaleString()],
          ['Actions waiting', cluster.pending_count.toLocaleString()],
          ['Tasks held by their application', cluster.held_tasks > 0 && cluster.held_tasks.toLocaleString()],
          ['Address', host && `${host}:${port}`],
          ['Address for nodes', tcpHost && `${tcpHost}:${tcpPort}`],
          ['Largest package', typeof largest === 'number' && sizeText(largest)],
          ['Data folder', data && <span key="data" className="lp-mono">{String(data)}</span>],
        ]}
      />
    </Section>
  )
}
