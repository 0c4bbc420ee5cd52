import type { State } from '../States/StateBadge'

/** One thing of a graph: an action of a task, an application of a work or a workflow. */
export interface GraphItem {
  name: string
  /** Null where it has none, as in a workflow's definition. */
  state: State | null
  /** The names of those that it waits for. */
  condition: string[]
  generatedBy: string | null
  generation: number
  /** What stands below the name beside the state, such as the number of the attempt. */
  note?: string
}

/** How many are in each state, those first that ask for attention. */
export function countStates(items: readonly GraphItem[]): [State, number][] {
  const counts = new Map<State, number>()
  for (const item of items) if (item.state) counts.set(item.state, (counts.get(item.state) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}

const order: State[] = ['running', 'stopping', 'recovering', 'fail', 'error', 'retrying', 'waiting', 'pending', 'kill', 'terminate', 'cancel', 'success', 'finished']

/** The state that tells most about many. */
export const worstOf = (items: readonly GraphItem[]): State => {
  const states = countStates(items)
  return (states.find(([state]) => state === 'fail' || state === 'error') ?? states[0])?.[0] ?? 'pending'
}
