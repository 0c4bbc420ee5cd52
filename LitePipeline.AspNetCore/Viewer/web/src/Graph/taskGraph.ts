import type { PipelineEvent, RunState, Stage, Status } from '../Api/records'
import type { State } from '../States/StateBadge'
import type { GraphItem } from './graphItems'

/** What `GET /api/v1/tasks/ID/graph` answers. */
export interface TaskGraphView {
  task: string
  name: string
  created_at: string
  state: RunState & { attempt_base: number }
  is_whole: boolean
  actions: TaskGraphAction[]
}

export interface TaskGraphAction {
  name: string
  condition: string[]
  generated_by: string | null
  generation: number
  is_event: boolean
  stage: Stage
  status: Status | null
  attempt: number
  ready_at: string | null
  attempts: TaskGraphAttempt[]
  retry_at: string | null
}

export interface TaskGraphAttempt {
  attempt: number
  /** Null where its result was taken from the cache and nothing ran. */
  node: string | null
  started_at: string
  ended_at: string | null
  status: Status | null
  message: string | null
}

/** Whether an event tells less than what has changed, or is about an action that is not known: then the graph is asked for anew. */
export function asksAgain(event: PipelineEvent, view: TaskGraphView | undefined): boolean {
  if (event.kind === 'task_restarted' || event.kind === 'task_finished') return true
  if (event.kind === 'action_finished') return (event.generated?.length ?? 0) > 0
  return event.kind === 'action_started' && view !== undefined && !view.actions.some(action => action.name === event.attempt?.action)
}

export const isAbout = (event: PipelineEvent, task: string) => (event.task ?? event.attempt?.task) === task && (event.kind.startsWith('action_') || event.kind.startsWith('task_'))

/** The graph after events, oldest first. One that it has taken in already changes nothing. */
export function applyEvents(view: TaskGraphView, events: readonly PipelineEvent[]): TaskGraphView {
  if (events.length === 0) return view
  const changed = new Map<string, TaskGraphAction>()
  const places = new Map(view.actions.map((action, place) => [action.name, place]))
  let { state } = view
  for (const event of events) {
    if (event.kind === 'task_started') state = { ...state, stage: 'running', started_at: event.at }
    else if (event.kind === 'task_stopping') state = { ...state, stage: 'stopping' }
    else if (event.kind === 'task_finished') state = { ...state, stage: 'finished', status: event.status ?? null, ended_at: event.at }
    const name = event.attempt?.action
    if (name === undefined) continue
    const place = places.get(name)
    const action = changed.get(name) ?? (place === undefined ? undefined : view.actions[place])
    if (action) changed.set(name, after(action, event))
  }
  return { ...view, state, actions: changed.size === 0 ? view.actions : view.actions.map(action => changed.get(action.name) ?? action) }
}

function after(action: TaskGraphAction, event: PipelineEvent): TaskGraphAction {
  const number = event.attempt!.attempt
  if (number < action.attempt) return action
  const known = action.attempts.find(attempt => attempt.attempt === number)
  const set = (change: Partial<TaskGraphAttempt>) =>
    action.attempts.map(attempt => (attempt.attempt === number ? { ...attempt, ...change } : attempt))
  switch (event.kind) {
    case 'action_started':
      if (known) return action
      return { ...action, stage: 'running', status: null, attempt: number, retry_at: null, attempts: [...action.attempts, { attempt: number, node: event.node ?? null, started_at: event.at, ended_at: null, status: null, message: null }] }
    case 'action_resumed':
      return action.stage === 'finished' ? action : { ...action, stage: 'running', attempts: set({ ended_at: null, status: null, message: null }) }
    case 'action_finished':
      if (event.cached && !known) return { ...action, stage: 'finished', status: event.status ?? null, attempt: number, attempts: [...action.attempts, { attempt: number, node: null, started_at: event.at, ended_at: event.at, status: event.status ?? null, message: null }] }
      return { ...action, stage: 'finished', status: event.status ?? null, retry_at: null, attempts: known?.ended_at ? action.attempts : set({ ended_at: event.at, status: event.status ?? null, message: event.message ?? null }) }
    case 'action_retried':
    case 'action_requeued':
      if (known?.ended_at) return action
      return { ...action, stage: 'pending', retry_at: event.retry_at ?? null, attempts: set({ ended_at: event.at, status: 'fail', message: event.message ?? 'Its node was lost.' }) }
    default:
      return action
  }
}

/** When nothing but a slot was missing, as far as that is known. */
export function readyAt(action: TaskGraphAction, byName: ReadonlyMap<string, TaskGraphAction>, view: TaskGraphView): string | null {
  if (action.ready_at !== null || view.state.attempt_base > 0 || action.is_event) return action.ready_at
  let ready = view.created_at
  for (const name of action.generated_by ? [...action.condition, action.generated_by] : action.condition) {
    const before = byName.get(name)
    const ended = before?.status === 'success' ? before.attempts.at(-1)?.ended_at : null
    if (!ended) return null
    if (Date.parse(ended) > Date.parse(ready)) ready = ended
  }
  return ready
}

/** Whether its result was taken from the cache: nothing ran. */
export const isCached = (action: TaskGraphAction) => action.status === 'success' && action.attempts.at(-1)?.node === null

export function itemsOf(view: TaskGraphView): GraphItem[] {
  const byName = new Map(view.actions.map(action => [action.name, action]))
  const actions = view.actions.filter(action => !action.is_event)
  const leads = new Set(actions.flatMap(action => action.condition))
  return view.actions.map(action => ({
    name: action.name,
    state: stateOfAction(action, byName, view),
    // An event action waits for no names: it answers what failed, or comes after what nothing else comes after.
    condition: action.is_event ? (action.name === 'fail' ? actions.filter(other => other.status === 'fail') : actions.filter(other => !leads.has(other.name))).map(other => other.name) : action.condition,
    generatedBy: action.generated_by,
    generation: action.generation,
    note: action.is_event ? 'at the end' : isCached(action) ? 'from the cache' : action.attempts.length > 1 ? `attempt ${action.attempt}` : undefined,
  }))
}

export function stateOfAction(action: TaskGraphAction, byName: ReadonlyMap<string, TaskGraphAction>, view: TaskGraphView): State {
  if (action.stage === 'finished') return action.status ?? 'finished'
  if (action.stage !== 'pending') return action.stage
  // It never ran, and never will.
  if (view.state.stage === 'finished') return 'cancel'
  if (action.retry_at !== null) return 'retrying'
  return action.condition.every(name => byName.get(name)?.status === 'success') ? 'waiting' : 'pending'
}
