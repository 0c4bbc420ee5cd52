import { SegmentedControl } from '@mantine/core'
import { useLocation, useNavigate, useParams } from 'react-router'
import { Loaded } from '../Shell/Loaded'
import { Page } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { WorkTimeline } from '../Timeline/WorkTimeline'
import { useWork } from '../Works/useWork'
import { WorkGraph } from './WorkGraph'

const crumbs = [{ to: '/works', text: 'Works' }]

/** A work's graph or timeline with the whole page for it: `/works/ID/graph` and `/works/ID/timeline`. */
export default function WorkPicturePage() {
  const { id = '' } = useParams()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const as = pathname.endsWith('/timeline') ? 'timeline' : 'graph'
  return (
    <Loaded query={useWork(id)} noun="work" crumbs={crumbs}>
      {details => (
        <Page
          title={details.work.name}
          crumbs={[...crumbs, { to: `/works/${id}`, text: details.work.name }]}
          beside={<StateBadge state={stateOf(details.work.state)} />}
          actions={<SegmentedControl transitionDuration={0} aria-label="Picture" value={as} onChange={value => void navigate(`/works/${id}/${value}`, { replace: true })} data={[{ value: 'graph', label: 'Graph' }, { value: 'timeline', label: 'Timeline' }]} />}
        >
          {as === 'graph' ? <WorkGraph details={details} /> : <WorkTimeline work={details.work} />}
        </Page>
      )}
    </Loaded>
  )
}
