import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { Page } from '../Shell/Page'
import { PageMissing } from './PageMissing'
import { StateBadge, stateOf } from '../States/StateBadge'
import { TaskTimeline } from '../Timeline/TaskTimeline'
import { ActionPanel, RunAgain } from './ActionPanel'
import { itemsOf } from './taskGraph'
import { TaskGraph } from './TaskGraph'
import { useTaskGraph } from './useTaskGraph'

const crumbs = [{ to: '/tasks', text: 'Tasks' }]

/** A task's graph or timeline with the whole page for it: `/tasks/ID/graph` and `/tasks/ID/timeline`. */
export default function TaskPicturePage() {
  const { id = '' } = useParams()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  // The picture follows the events.
  const { data, error } = useTaskGraph(id, false)
  const items = useMemo(() => (data ? itemsOf(data) : []), [data])
  if (error && !data) return <PageMissing error={error} title="The task cannot be shown" crumbs={crumbs} />
  if (!data) return <Page title="Task" crumbs={crumbs}><div aria-busy="true" /></Page>

  const as = pathname.endsWith('/timeline') ? 'timeline' : 'graph'
  const chosen = search.get('action')
  const open = (name: string | null) => setSearch(name ? { action: name } : {}, { replace: true })
  const [action, item] = [data.actions.find(one => one.name === chosen), items.find(one => one.name === chosen)]
  const panel = action && item ? <ActionPanel view={data} action={action} item={item} open={open} close={() => open(null)} /> : undefined
  return (
    <Page
      title={data.name}
      crumbs={[...crumbs, { to: `/tasks/${id}`, text: data.name }]}
      beside={<StateBadge state={stateOf(data.state)} />}
      actions={
        <>
          <SegmentedControl transitionDuration={0} aria-label="Picture" value={as} onChange={value => void navigate(`/tasks/${id}/${value}${chosen ? `?action=${encodeURIComponent(chosen)}` : ''}`, { replace: true })} data={[{ value: 'graph', label: 'Graph' }, { value: 'timeline', label: 'Timeline' }]} />
          {!panel && <RunAgain view={data} />}
        </>
      }
    >
      {as === 'graph'
        ? <TaskGraph task={id} chosen={chosen} open={open} panel={panel} />
        : <TaskTimeline task={id} chosen={chosen} open={open} panel={panel} />}
    </Page>
  )
}
