import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import type { AuditRecord } from '../Api/records'
import { NamedLink, type NamedKind } from '../Lists/NamedLink'
import { NodeLink } from '../Nodes/NodeLink'

/** A link to what something was done to, by the name that it had then where that is recorded. */
export function Subject({ record: { noun, subject, name } }: { record: AuditRecord }) {
  // A secret's subject is the application that has it.
  if (noun === 'secret') return <>{name} of the application <NamedLink kind="application" id={subject} /></>
  if (noun === 'node') return <NodeLink id={subject} />
  const kind = (noun === 'workspace' ? 'task' : noun) as NamedKind
  return name ? <Anchor component={Link} to={`/${kind}s/${subject}`} size="sm" className="lp-breaks">{name}</Anchor> : <NamedLink kind={kind} id={subject} />
}
