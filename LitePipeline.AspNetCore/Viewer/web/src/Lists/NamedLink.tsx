import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { get } from '../Api/call'
import { shortId } from '../Text/sizes'

export type NamedKind = 'application' | 'venv' | 'workflow' | 'schedule' | 'service' | 'work' | 'task'

// Where the name is in what the API answers for one of the kind.
const nameOf: Partial<Record<NamedKind, (answer: never) => string>> = {
  task: (answer: { task: { name: string } }) => answer.task.name,
  work: (answer: { work: { name: string } }) => answer.work.name,
  schedule: (answer: { schedule: { name: string } }) => answer.schedule.name,
}

/** A link to something that is known by its id; its name is asked for once and kept until an event says that it has changed. */
export function NamedLink({ kind, id }: { kind: NamedKind; id: string }) {
  const { data, error } = useQuery({ queryKey: [kind, id], queryFn: ({ signal }) => get<unknown>(`${kind}s/${id}`, kind === 'task' ? { actions: false } : undefined, signal), staleTime: Infinity })
  if (error) return <span className="lp-mono" title={`${id} is not there any more`}>{shortId(id)} (gone)</span>
  const name = data === undefined ? shortId(id) : (nameOf[kind] ? nameOf[kind](data as never) : (data as { name: string }).name)
  return <Anchor component={Link} to={`/${kind}s/${id}`} size="sm" className="lp-breaks" data-named={data === undefined ? 'asked' : 'known'}>{name}</Anchor>
}
