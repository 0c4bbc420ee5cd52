import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import type { PipelineEvent } from '../Api/records'
import { NamedLink } from '../Lists/NamedLink'
import { NodeLink } from '../Nodes/NodeLink'

const subjects = ['work', 'service', 'schedule', 'workflow', 'application', 'venv'] as const

/** A link to what an event is about. */
export function About({ event }: { event: PipelineEvent }) {
  if (event.attempt)
    return (
      <>
        <Anchor component={Link} to={`/tasks/${event.attempt.task}?action=${encodeURIComponent(event.attempt.action)}`} size="sm">{event.attempt.action}</Anchor>
        {' of '}
        <NamedLink kind="task" id={event.attempt.task} />
      </>
    )
  if (event.kind.startsWith('task_') && event.task) return <NamedLink kind="task" id={event.task} />
  if (event.node) return <NodeLink id={event.node} />
  const kind = subjects.find(subject => event.kind.startsWith(`${subject}_`))
  const id = kind && event[kind]
  return kind && id ? <NamedLink kind={kind} id={id} /> : null
}
