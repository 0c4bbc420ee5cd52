import type { AuditRecord } from '../Api/records'
import { upper } from '../Text/words'

export const verbs = ['create', 'update', 'activate', 'delete', 'stop', 'rerun', 'recover', 'clear', 'drain', 'resume', 'remove', 'set', 'sign_in', 'sign_out', 'fail', 'slow', 'refuse'] as const
export const nouns = ['application', 'venv', 'task', 'workspace', 'workflow', 'work', 'schedule', 'service', 'node', 'secret', 'user'] as const

const past: Record<string, string> = {
  create: 'created', update: 'changed', activate: 'activated a version of', delete: 'deleted', stop: 'stopped', rerun: 'ran again', recover: 'recovered',
  clear: 'cleared the cached results of', drain: 'drained', resume: 'resumed', remove: 'removed', set: 'set',
}

const came: Record<string, string> = {
  sign_in: 'signed in', sign_out: 'signed out', fail: 'failed to sign in', slow: 'was slowed down in signing in', refuse: 'was refused as a node',
}

/** What was done, up to the name of what it was done to: "Stopped the task". */
export function commandText({ verb, noun, name, details }: AuditRecord): string {
  if (came[verb]) return upper(name ? `${came[verb]} as` : came[verb])
  // A version that is deleted is one of many.
  const what = verb === 'delete' && details?.startsWith('version ') ? 'deleted a version of' : (past[verb] ?? verb)
  return upper(`${what} the ${noun === 'workspace' ? 'workspaces of the task' : noun}`)
}
