import type { PipelineEvent } from '../Api/records'
import { stateText } from '../States/StateBadge'
import { upper } from '../Text/words'

const nouns = ['task', 'action', 'node', 'application', 'venv', 'workflow', 'work', 'schedule', 'service']

const kindNames = [
  'task_accepted', 'task_started', 'task_stopping', 'task_finished', 'task_restarted', 'task_deleted',
  'action_started', 'action_finished', 'action_requeued', 'action_retried', 'action_progressed',
  'node_joined', 'node_draining', 'node_resumed', 'node_left',
  'application_created', 'application_updated', 'application_deleted',
  'venv_created', 'venv_updated', 'venv_deleted',
  'workflow_created', 'workflow_updated', 'workflow_deleted',
  'work_accepted', 'work_started', 'work_stopping', 'work_finished', 'work_restarted', 'work_deleted',
  'schedule_created', 'schedule_updated', 'schedule_deleted', 'schedule_fired', 'schedule_skipped',
  'service_created', 'service_updated', 'service_deleted', 'service_started', 'service_ended',
]

/** A kind's name in words: "Task finished". */
export const kindText = (kind: string) => upper(kind.replaceAll('_', ' '))

export const kinds = nouns.map(noun => ({
  group: upper(noun),
  items: kindNames.filter(kind => kind.slice(0, kind.indexOf('_')) === noun).map(value => ({ value, label: kindText(value) })),
}))

/** What an event says, in one line. */
export function eventText(event: PipelineEvent): string {
  const said = [kindText(event.kind)]
  if (event.status) said.push(stateText(event.status).toLowerCase())
  if (event.attempt && event.attempt.attempt > 1) said.push(`attempt ${event.attempt.attempt}`)
  if (event.kind === 'action_progressed') said.push(`${Math.floor((event.fraction ?? 0) * 100)} %`)
  if (event.return_code) said.push(`exit code ${event.return_code}`)
  if (event.generated && event.generated.length > 0) said.push(`generated ${event.generated.length} actions`)
  if (event.recovered) said.push('recovered')
  if (event.cached) said.push('from the cache')
  const text = said.join(', ')
  const words = event.message ?? event.reason
  return words ? `${text}: ${words}` : text
}
