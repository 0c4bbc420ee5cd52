import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { ActionDetails } from '../Actions/ActionDetails'
import { ActionPanel } from '../Actions/ActionPanel'
import { picturesOf } from '../Actions/actionPicture'
import type { TaskDetails } from '../Api/records'
import { RunButtons } from '../Runs/RunButtons'
import { Loaded } from '../Shell/Loaded'
import { Page } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { useTask } from '../Tasks/useTask'
import { TaskTimeline } from '../Timeline/TaskTimeline'
import { TaskGraph } from './TaskGraph'
import { useTaskGraph } from './useTaskGraph'

const crumbs = [{ to: '/tasks', text: 'Tasks' }]

/** A task's graph or timeline with the whole page for it: `/tasks/ID/graph` and `/tasks/ID/timeline`. */
export default function TaskPicturePage() {
  const { id = '' } = useParams()
  return <Loaded query={useTask(id)} noun="task" crumbs={crumbs}>{details => <TaskPicture details={details} />}</Loaded>
}

function TaskPicture({ details: { task, live } }: { details: TaskDetails }) {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const { data: graph, error } = useTaskGraph(task.id)
  const pictures = useMemo(() => graph && picturesOf(graph, live), [graph, live])
  const as = pathname.endsWith('/timeline') ? 'timeline' : 'graph'
  const chosen = search.get('action')
  const open = (name: string | null) => setSearch(name ? { action: name } : {}, { replace: true })
  const picture = pictures?.find(one => one.name === chosen)
  const panel = graph && picture && <ActionPanel picture={picture} close={() => open(null)}><ActionDetails key={picture.name} task={task} graph={graph} picture={picture} open={open} /></ActionPanel>
  return (
    <Page
      title={task.name}
      crumbs={[...crumbs, { to: `/tasks/${task.id}`, text: task.name }]}
      beside={<StateBadge state={stateOf(task.state)} />}
      actions={
        <>
          <SegmentedControl transitionDuration={0} aria-label="Picture" value={as} onChange={value => void navigate(`/tasks/${task.id}/${value}${chosen ? `?action=${encodeURIComponent(chosen)}` : ''}`, { replace: true })} data={[{ value: 'graph', label: 'Graph' }, { value: 'timeline', label: 'Timeline' }]} />
          <RunButtons kind="task" id={task.id} name={task.name} state={task.state} deleted={() => void navigate('/tasks')} />
        </>
      }
    >
      {as === 'graph' ? <TaskGraph view={graph} error={error} chosen={chosen} open={open} panel={panel} /> : <TaskTimeline view={graph} error={error} chosen={chosen} open={open} panel={panel} />}
    </Page>
  )
}
