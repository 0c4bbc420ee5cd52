import type { AuditRecord } from '../Api/records'
import { upper } from '../Text/words'

export const verbs = ['create', 'update', 'activate', 'delete', 'stop', 'rerun', 'recover', 'clear', 'set', 'drain', 'resume', 'remove'] as const
export const nouns = ['application', 'venv', 'secret', 'task', 'workspace', 'workflow', 'work', 'schedule', 'service', 'node'] as const

const past: Record<string, string> = {
  create: 'created', update: 'changed', activate: 'activated a version of', delete: 'deleted', stop: 'stopped', rerun: 'ran again', recover: 'recovered',
  clear: 'cleared the cached results of', set: 'set', drain: 'drained', resume: 'resumed', remove: 'removed',
}

/** What was done, up to the name of what it was done to: "Stopped the task". */
export function commandText({ verb, noun, details }: AuditRecord): string {
  // A version that is deleted is one of many.
  const what = verb === 'delete' && details?.startsWith('version ') ? 'deleted a version of' : (past[verb] ?? verb)
  return upper(`${what} the ${noun === 'workspace' ? 'workspaces of the task' : noun}`)
}
