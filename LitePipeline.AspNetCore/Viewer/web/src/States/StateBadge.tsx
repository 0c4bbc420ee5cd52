import { IconAlertTriangle, IconBan, IconCircleCheck, IconCircleX, IconClock, IconHandStop, IconLoader2, IconPlayerSkipForward, IconRefresh, IconSquareX, type Icon } from '@tabler/icons-react'
import type { Stage, Status } from '../Api/records'

/** What of stage and status tells most: how it ended, or where it is. */
export type State = Exclude<Stage, 'finished'> | Status | 'waiting' | 'retrying' | 'finished'

export function stateOf(run: { stage: Stage; status: Status | null }): State {
  return run.stage === 'finished' ? (run.status ?? 'finished') : run.stage
}

const words: Record<State, { text: string; icon: Icon }> = {
  pending: { text: 'Pending', icon: IconClock },
  waiting: { text: 'Waiting', icon: IconClock },
  retrying: { text: 'Retries soon', icon: IconRefresh },
  running: { text: 'Running', icon: IconLoader2 },
  stopping: { text: 'Stopping', icon: IconHandStop },
  recovering: { text: 'Recovering', icon: IconRefresh },
  finished: { text: 'Finished', icon: IconCircleCheck },
  success: { text: 'Success', icon: IconCircleCheck },
  fail: { text: 'Failed', icon: IconCircleX },
  error: { text: 'Error', icon: IconAlertTriangle },
  kill: { text: 'Killed', icon: IconSquareX },
  terminate: { text: 'Terminated', icon: IconBan },
  cancel: { text: 'Cancelled', icon: IconPlayerSkipForward },
}

export const stateText = (state: State) => words[state].text

export function StateBadge({ state }: { state: State }) {
  const { text, icon: Shape } = words[state]
  return (
    <span className="lp-state" data-state={state}>
      <Shape size={15} stroke={2.2} aria-hidden />
      {text}
    </span>
  )
}
