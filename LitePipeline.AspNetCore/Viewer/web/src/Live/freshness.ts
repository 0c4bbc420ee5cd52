import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { ActionView, ClusterView, PipelineEvent, TaskDetails } from '../Api/records'

/** What of the pages' data an event makes stale. */
export function staleKeys(event: PipelineEvent): QueryKey[] {
  const { kind } = event
  // What is told of an action nobody has commanded.
  if (kind.startsWith('action_')) return [['task', event.task ?? event.attempt?.task], ['cluster']]
  return [...staleRecords(event), ['audit']]
}

function staleRecords(event: PipelineEvent): QueryKey[] {
  const { kind } = event
  if (kind.startsWith('task_')) return [['task', event.task], ['tasks'], ['work'], ['cluster']]
  if (kind.startsWith('work_')) return [['works'], ['work', event.work]]
  if (kind.startsWith('workflow_')) return [['workflows'], ['workflow', event.workflow]]
  if (kind.startsWith('application_')) return [['applications'], ['application', event.application]]
  if (kind.startsWith('venv_')) return [['venvs'], ['venv', event.venv]]
  if (kind.startsWith('schedule_')) return [['schedules'], ['schedule', event.schedule]]
  if (kind.startsWith('service_')) return [['services'], ['service', event.service]]
  if (kind.startsWith('node_')) return [['cluster'], ['node-names']]
  return []
}

/**
 * Writes progress into what is known, which is cheaper than to ask for all of it. Gives what must be asked for all the same: where the action is
 * not known to run yet, or an answer is under way that may be older.
 */
export function applyProgress(client: QueryClient, event: PipelineEvent): QueryKey[] {
  const attempt = event.attempt!
  const applied = (views: ActionView[]) => {
    const at = views.findIndex(view => view.task === attempt.task && view.action?.name === attempt.action && view.attempt === attempt.attempt)
    return at < 0 ? null : views.with(at, { ...views[at]!, progress: { fraction: event.fraction ?? 0, message: event.message ?? '' } })
  }
  const stale: QueryKey[] = []
  const apply = <T>(key: QueryKey, change: (known: T) => T | null) => {
    const known = client.getQueryData<T>(key)
    const changed = known === undefined ? null : change(known)
    if (changed) client.setQueryData(key, changed)
    if (!changed || client.isFetching({ queryKey: key }) > 0) stale.push(key)
  }
  apply<TaskDetails>(['task', attempt.task], known => {
    const running = known.live && applied(known.live.running)
    return running ? { ...known, live: { ...known.live!, running } } : null
  })
  apply<ClusterView>(['cluster'], known => {
    const running = applied(known.running)
    return running && { ...known, running }
  })
  return stale
}

const pause = (time: number) => new Promise<void>(resolve => setTimeout(resolve, time))

/**
 * Asks anew for what is stale: one round at a time, with a pause between, so that a thousand events a second cost a few requests. What becomes
 * stale while a round is under way is part of the next, so nothing is missed.
 */
export class Refresher {
  readonly #stale = new Map<string, QueryKey>()
  #running = false

  constructor(
    private readonly client: QueryClient,
    private readonly pause = 300,
    private readonly patience = 5000,
  ) {}

  add(keys: QueryKey[]) {
    for (const key of keys) this.#stale.set(JSON.stringify(key), key)
    if (!this.#running && this.#stale.size > 0) void this.#run()
  }

  async #run() {
    this.#running = true
    while (this.#stale.size > 0) {
      const keys = [...this.#stale.values()]
      this.#stale.clear()
      // An answer that does not come holds up the others for a while only.
      await Promise.race([Promise.all(keys.map(queryKey => this.client.invalidateQueries({ queryKey }))), pause(this.patience)])
      await pause(this.pause)
    }
    this.#running = false
  }
}
