import { Anchor, Group, Progress, Tabs, Text } from '@mantine/core'
import { useMemo } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { ActionDetails } from '../Actions/ActionDetails'
import { ActionList } from '../Actions/ActionList'
import { ActionDrawer } from '../Actions/ActionPanel'
import { heldText, picturesOf } from '../Actions/actionPicture'
import type { TaskDetails } from '../Api/records'
import { ArtifactList } from '../Artifacts/ArtifactList'
import { TaskGraph } from '../Graph/TaskGraph'
import { useTaskGraph } from '../Graph/useTaskGraph'
import { WholePage } from '../Graph/WholePage'
import { NamedLink } from '../Lists/NamedLink'
import { RunButtons } from '../Runs/RunButtons'
import { Loaded } from '../Shell/Loaded'
import { Notice } from '../Shell/Notice'
import { Page, Section } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { TaskTimeline } from '../Timeline/TaskTimeline'
import { Facts } from '../Text/Facts'
import { JsonView } from '../Text/JsonView'
import { Moment, Took } from '../Text/Moment'
import { shortDigest } from '../Text/sizes'
import { useTask } from './useTask'

const crumbs = [{ to: '/tasks', text: 'Tasks' }]

export default function TaskPage() {
  const { id = '' } = useParams()
  return <Loaded query={useTask(id)} noun="task" crumbs={crumbs}>{details => <TaskView details={details} />}</Loaded>
}

function TaskView({ details }: { details: TaskDetails }) {
  const { task, live } = details
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const { data: graph, error } = useTaskGraph(task.id)
  const pictures = useMemo(() => graph && picturesOf(graph, live), [graph, live])
  const opened = pictures?.find(picture => picture.name === search.get('action')) ?? null
  const set = (name: string, value: string | null) => setSearch(before => {
    const changed = new URLSearchParams(before)
    if (value) changed.set(name, value)
    else changed.delete(name)
    return changed
  }, { replace: true })
  const open = (name: string | null) => set('action', name)
  const picture = { view: graph, error, chosen: opened?.name, open, height: 'min(560px, 70vh)' }
  return (
    <Page
      title={task.name}
      crumbs={crumbs}
      beside={<StateBadge state={stateOf(task.state)} />}
      actions={<RunButtons kind="task" id={task.id} name={task.name} state={task.state} deleted={() => void navigate('/tasks')} />}
    >
      {task.state.message && <Notice tone={task.state.status === 'success' ? 'plain' : 'fails'} title="Message">{task.state.message}</Notice>}
      <WaitReasons details={details} />
      <Section title="About">
        <Facts
          facts={[
            ['Application', <NamedLink key="application" kind="application" id={task.application} />],
            ['Version', <span key="version" className="lp-mono" title={task.version}>{shortDigest(task.version)}</span>],
            ['Created', <Moment key="created" at={task.created_at} />],
            ['Started', task.state.started_at && <Moment key="started" at={task.state.started_at} />],
            ['Took', task.state.started_at && <Took key="took" from={task.state.started_at} to={task.state.ended_at} />],
            ['Priority', task.priority !== 0 && String(task.priority)],
            ['Work', task.work && <NamedLink key="work" kind="work" id={task.work} />],
            ['Service', task.service && <NamedLink key="service" kind="service" id={task.service} />],
            ['Schedule', task.schedule && <NamedLink key="schedule" kind="schedule" id={task.schedule} />],
            ['Id', <span key="id" className="lp-mono">{task.id}</span>],
          ]}
        />
        {live && live.total_actions > 0 && (
          <Group mt="md" gap="sm" wrap="nowrap">
            <Progress value={(live.finished_actions / live.total_actions) * 100} style={{ flex: 1 }} aria-label="Finished actions" />
            <Text size="sm" c="dimmed">{live.finished_actions.toLocaleString()} of {live.total_actions.toLocaleString()} actions finished</Text>
          </Group>
        )}
      </Section>
      <section className="lp-panel" aria-label="What it does">
        <Tabs value={search.get('tab') ?? 'actions'} onChange={tab => set('tab', tab === 'actions' ? null : tab)} keepMounted={false}>
          <Tabs.List px="xs">
            <Tabs.Tab value="actions">Actions</Tabs.Tab>
            <Tabs.Tab value="graph">Graph</Tabs.Tab>
            <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
            <Tabs.Tab value="artifacts">Artifacts</Tabs.Tab>
            <Tabs.Tab value="input">Input</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="actions"><ActionList pictures={pictures} open={open} /></Tabs.Panel>
          <Tabs.Panel value="graph" p="md"><WholePage to={`/tasks/${task.id}/graph`} /><TaskGraph {...picture} /></Tabs.Panel>
          <Tabs.Panel value="timeline" p="md"><WholePage to={`/tasks/${task.id}/timeline`} /><TaskTimeline {...picture} /></Tabs.Panel>
          <Tabs.Panel value="artifacts"><ArtifactList task={task.id} /></Tabs.Panel>
          <Tabs.Panel value="input" p="md"><JsonView value={task.input} label="The input" /></Tabs.Panel>
        </Tabs>
      </section>
      {graph && opened && <ActionDrawer picture={opened} close={() => open(null)}><ActionDetails key={opened.name} task={task} graph={graph} picture={opened} open={open} /></ActionDrawer>}
    </Page>
  )
}

/** Why nothing of the task runs, or part of it does not, as the manager says it. */
function WaitReasons({ details: { task, live } }: { details: TaskDetails }) {
  if (!live) return null
  const reasons = [
    ...(live.held_by ? [heldText(live.held_by)] : []),
    ...live.unplaceable.map(view => (view.action ? `${view.action.name}: ${view.unplaceable}` : view.unplaceable!)),
  ]
  if (reasons.length === 0) {
    if (task.state.stage !== 'pending') return null
    reasons.push('It waits for a free slot.')
  }
  return (
    <Notice tone="waits" title="Why it waits">
      {reasons.slice(0, 5).map(reason => <Text key={reason} size="sm">{reason}</Text>)}
      {reasons.length > 5 && <Text size="sm">and {reasons.length - 5} more actions.</Text>}
      <Anchor component={Link} to="/cluster" size="sm">See the nodes</Anchor>
    </Notice>
  )
}
