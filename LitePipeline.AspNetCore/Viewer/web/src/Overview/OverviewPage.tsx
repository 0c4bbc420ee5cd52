import { Anchor, SimpleGrid, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { get } from '../Api/call'
import type { Page as PageOf, TaskRecord } from '../Api/records'
import { ClusterCharts } from '../Charts/ClusterCharts'
import { DataTable } from '../Lists/DataTable'
import { RunningActions } from '../Nodes/RunningActions'
import { Usage } from '../Nodes/Usage'
import { useCluster } from '../Nodes/useCluster'
import { Loaded } from '../Shell/Loaded'
import { Page, Section } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { Moment, Took } from '../Text/Moment'

const shown = 8

export default function OverviewPage() {
  return (
    <Loaded query={useCluster()} noun="overview">
      {cluster => (
        <Page title="Overview">
          <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm">
            <Figure name="Running actions" value={cluster.running.length.toLocaleString()} to="/cluster" />
            <Figure name="Waiting actions" value={cluster.pending_count.toLocaleString()} to="/cluster" />
            <Figure name="Nodes" value={cluster.nodes.length.toLocaleString()} to="/cluster" />
            <Figure name="Slots in use" value={<Usage label="Slots in use" used={cluster.nodes.reduce((sum, node) => sum + node.used_slots, 0)} all={cluster.total_slots} />} to="/cluster" />
            <Figure name="Unfinished tasks" value={<Total stages={['pending', 'running', 'stopping', 'recovering']} />} to="/tasks?stage=running" />
          </SimpleGrid>
          <ClusterCharts />
          <Section title="Running now" padded={false}><RunningActions actions={cluster.running.slice(0, shown)} /></Section>
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
            <TaskTable title="Latest tasks" query={{}} more="/tasks" empty="No task was submitted yet." />
            <TaskTable title="Latest failures" query={{ status: 'fail' }} more="/tasks?status=fail" empty="No task has failed." />
          </SimpleGrid>
        </Page>
      )}
    </Loaded>
  )
}

function Figure({ name, value, to }: { name: string; value: ReactNode; to: string }) {
  return (
    <Link to={to} className="lp-panel lp-figure">
      <Text size="sm" c="dimmed">{name}</Text>
      <div className="lp-figure-value">{value}</div>
    </Link>
  )
}

/** How many tasks are in one of the stages. */
function Total({ stages }: { stages: string[] }) {
  const totals = useQuery({
    queryKey: ['tasks', 'totals', stages],
    queryFn: async ({ signal }) => (await Promise.all(stages.map(stage => get<PageOf<TaskRecord>>('tasks', { stage, limit: 1 }, signal)))).reduce((sum, page) => sum + page.total, 0),
    placeholderData: keepPreviousData,
  })
  return <>{totals.data?.toLocaleString() ?? '…'}</>
}

function TaskTable({ title, query, more, empty }: { title: string; query: { status?: string }; more: string; empty: string }) {
  const tasks = useQuery({
    queryKey: ['tasks', 'overview', query],
    queryFn: ({ signal }) => get<PageOf<TaskRecord>>('tasks', { ...query, limit: shown }, signal),
  })
  return (
    <Section title={title} beside={<Anchor component={Link} to={more} size="sm" aria-label={`${title}: all of them`}>All</Anchor>} padded={false}>
      <DataTable
        label={title}
        rows={tasks.data?.items}
        error={tasks.error}
        rowKey={task => task.id}
        empty={empty}
        columns={[
          { title: 'Name', cell: task => <><Anchor component={Link} to={`/tasks/${task.id}`} size="sm" fw={550} className="lp-breaks">{task.name}</Anchor>{task.state.message && <Text size="xs" c="dimmed" lineClamp={2} className="lp-breaks">{task.state.message}</Text>}</> },
          { title: 'State', cell: task => <StateBadge state={stateOf(task.state)} /> },
          { title: 'Created', from: 'xs', cell: task => <Moment at={task.created_at} /> },
          { title: 'Took', from: 'xs', align: 'right', cell: task => <Took from={task.state.started_at} to={task.state.ended_at} /> },
        ]}
      />
    </Section>
  )
}
