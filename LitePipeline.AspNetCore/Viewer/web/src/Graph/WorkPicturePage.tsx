import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useParams } from 'react-router'
import { get } from '../Api/call'
import type { WorkDetails } from '../Api/records'
import { Page } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { WorkTimeline } from '../Timeline/WorkTimeline'
import { PageMissing } from './PageMissing'
import { WorkGraph } from './WorkGraph'

const crumbs = [{ to: '/works', text: 'Works' }]

/** A work's graph or timeline with the whole page for it: `/works/ID/graph` and `/works/ID/timeline`. */
export default function WorkPicturePage() {
  const { id = '' } = useParams()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const { data, error } = useQuery({ queryKey: ['work', id], queryFn: ({ signal }) => get<WorkDetails>(`works/${id}`, undefined, signal) })
  if (error && !data) return <PageMissing error={error} title="The work cannot be shown" crumbs={crumbs} />
  if (!data) return <Page title="Work" crumbs={crumbs}><div aria-busy="true" /></Page>
  const as = pathname.endsWith('/timeline') ? 'timeline' : 'graph'
  return (
    <Page
      title={data.work.name}
      crumbs={[...crumbs, { to: `/works/${id}`, text: data.work.name }]}
      beside={<StateBadge state={stateOf(data.work.state)} />}
      actions={<SegmentedControl transitionDuration={0} aria-label="Picture" value={as} onChange={value => void navigate(`/works/${id}/${value}`, { replace: true })} data={[{ value: 'graph', label: 'Graph' }, { value: 'timeline', label: 'Timeline' }]} />}
    >
      {as === 'graph' ? <WorkGraph details={data} /> : <WorkTimeline work={data.work} />}
    </Page>
  )
}
