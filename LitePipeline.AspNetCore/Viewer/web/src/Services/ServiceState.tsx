import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { ServiceRecord } from '../Api/records'
import { StateBadge, stateOf } from '../States/StateBadge'
import { Moment } from '../Text/Moment'

/** Where a service's task is, and when there is the next one. */
export function ServiceState({ service: { state } }: { service: ServiceRecord }) {
  const badge = state.stage && <StateBadge state={stateOf({ stage: state.stage, status: state.status })} />
  return (
    <div>
      {state.task && badge ? <Anchor component={Link} to={`/tasks/${state.task}`} underline="hover">{badge}</Anchor> : (badge ?? '—')}
      {state.restart_at && <Text size="xs" c="dimmed" mt={2}>starts again <Moment at={state.restart_at} /></Text>}
    </div>
  )
}
