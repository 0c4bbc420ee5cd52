import type { ActionView, TaskView } from '../Api/records'
import { isCached, stateOfAction, type TaskGraphAction, type TaskGraphView } from '../Graph/taskGraph'
import type { State } from '../States/StateBadge'

/** One action of a task: where it is, and why it waits or failed. */
export interface ActionPicture {
  action: TaskGraphAction
  name: string
  state: State
  /** What runs now, if it does. */
  live: ActionView | null
  /** Why it waits; null where it does not. */
  waits: string | null
  /** Why it failed; null where it did not. */
  failure: string | null
  cached: boolean
  /** What is known of its latest attempt. */
  latest: TaskGraphAction['attempts'][number] | null
}

/** All actions of a task as far as they are known: those of its configuration, in its order, and those that were generated. */
export function picturesOf(graph: TaskGraphView, live: TaskView | null): ActionPicture[] {
  const byName = new Map(graph.actions.map(action => [action.name, action]))
  const views = new Map([...(live?.unplaceable ?? []), ...(live?.retrying ?? []), ...(live?.running ?? [])].flatMap(view => (view.action ? [[view.action.name, view] as const] : [])))
  return graph.actions.map(action => {
    const view = views.get(action.name) ?? null
    const state = stateOfAction(action, byName, graph)
    const latest = action.attempts.at(-1) ?? null
    return {
      action,
      name: action.name,
      state,
      live: view,
      waits: state === 'retrying' ? retryText(latest?.message) : state === 'waiting' || state === 'pending' ? whyItWaits(action, view, byName, live) : null,
      failure: action.stage === 'finished' ? (latest?.message ?? null) : null,
      cached: isCached(action),
      latest,
    }
  })
}

const retryText = (message: string | null | undefined) => `Tries again${message ? `: ${message}` : ''}`

function whyItWaits(action: TaskGraphAction, view: ActionView | null, byName: ReadonlyMap<string, TaskGraphAction>, live: TaskView | null): string {
  if (view?.unplaceable) return view.unplaceable
  const missing = action.condition.filter(name => byName.get(name)?.status !== 'success')
  if (missing.length > 0) return `Waits for ${listed(missing)}`
  // Of a task that has not begun the manager tells of its first actions together.
  const first = live?.unplaceable.find(each => each.action === null)
  return first?.unplaceable ?? (live?.held_by ? heldText(live.held_by) : 'Waits for a free slot')
}

/** Why a task does not begin although it could. */
export const heldText = (held: { max_running_tasks: number; running: number }) =>
  `Waits until fewer than ${held.max_running_tasks} tasks of its application run (max_running_tasks); now ${held.running} do`

const listed = (names: string[]) => (names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '))
