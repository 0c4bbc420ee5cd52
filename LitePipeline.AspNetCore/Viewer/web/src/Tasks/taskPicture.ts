import type { ActionDefinition, ActionRecord, ActionView, ApplicationConfiguration, TaskDetails } from '../Api/records'
import { stateOf, type State } from '../States/StateBadge'

/** One action of a task: what it is, where it is, and why it waits if it does. */
export interface ActionPicture {
  name: string
  definition: ActionDefinition | null
  /** The actions that it waits for, those included that were added to it by generated actions. */
  condition: string[]
  record: ActionRecord | null
  /** What runs now, if it does. */
  live: ActionView | null
  state: State
  /** Why it waits; null where it does not. */
  waits: string | null
  /** The action that generated it; null where the configuration has it. */
  generatedBy: string | null
  /** Whether it is the configuration's answer to the task's end. */
  event: 'success' | 'fail' | null
}

/** All actions of a task as far as they are known: those of its configuration, in its order, then those that were generated. */
export function pictureOf(details: TaskDetails, configuration: ApplicationConfiguration | null): ActionPicture[] {
  const records = new Map(details.actions.map(record => [record.name, record]))
  const known = new Map<string, { definition: ActionDefinition | null; generatedBy: string | null; event: 'success' | 'fail' | null }>()
  for (const definition of configuration?.actions ?? []) known.set(definition.name, { definition, generatedBy: null, event: null })
  const added = new Map<string, string[]>()
  for (const record of details.actions)
    for (const definition of record.result?.actions ?? []) {
      known.set(definition.name, { definition, generatedBy: record.name, event: null })
      if (definition.to_action) added.set(definition.to_action, [...(added.get(definition.to_action) ?? []), definition.name])
    }
  for (const event of ['success', 'fail'] as const)
    if (records.has(event) && !known.has(event)) known.set(event, { definition: configuration?.event_actions?.[event] ?? null, generatedBy: null, event })
  // Of an application that was deleted since, only what ran is known.
  for (const name of records.keys()) if (!known.has(name)) known.set(name, { definition: null, generatedBy: null, event: null })

  const live = liveViews(details)
  return [...known].map(([name, { definition, generatedBy, event }]) => {
    const record = records.get(name) ?? null
    const view = live.get(name) ?? null
    const condition = [...(definition?.condition ?? []), ...(added.get(name) ?? [])]
    const { state, waits } = whereItIs(details, record, view, condition, records)
    return { name, definition, condition, record, live: view, state, waits, generatedBy, event }
  })
}

function liveViews(details: TaskDetails): Map<string, ActionView> {
  const { live } = details
  return new Map([...(live?.unplaceable ?? []), ...(live?.retrying ?? []), ...(live?.running ?? [])].flatMap(view => (view.action ? [[view.action.name, view] as const] : [])))
}

function whereItIs(details: TaskDetails, record: ActionRecord | null, view: ActionView | null, condition: string[], records: Map<string, ActionRecord>): { state: State; waits: string | null } {
  if (view?.retry_at) return { state: 'retrying', waits: `Tries again${view.reason ? `: ${view.reason}` : ''}` }
  if (view?.unplaceable) return { state: 'waiting', waits: view.unplaceable }
  if (record && record.stage !== 'pending') return { state: stateOf(record), waits: null }
  if (details.task.state.stage === 'finished') return { state: 'cancel', waits: null }
  const missing = condition.filter(name => records.get(name)?.status !== 'success')
  if (missing.length > 0) return { state: 'waiting', waits: `Waits for ${listed(missing)}` }
  // Of a task that has not begun the manager tells of its first actions together.
  const first = details.live?.unplaceable.find(each => each.action === null)
  if (first) return { state: 'waiting', waits: first.unplaceable }
  const held = details.live?.held_by
  if (held) return { state: 'waiting', waits: heldText(held) }
  return { state: 'waiting', waits: 'Waits for a free slot' }
}

/** Why a task does not begin although it could. */
export const heldText = (held: { max_running_tasks: number; running: number }) =>
  `Waits until fewer than ${held.max_running_tasks} tasks of its application run (max_running_tasks); now ${held.running} do`

const listed = (names: string[]) => (names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '))
