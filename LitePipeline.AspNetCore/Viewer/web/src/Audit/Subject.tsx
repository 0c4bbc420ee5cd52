import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import type { AuditRecord } from '../Api/records'
import { NamedLink, type NamedKind } from '../Lists/NamedLink'
import { NodeLink } from '../Nodes/NodeLink'

/** A link to what something was done to, by the name that it had then where that is recorded. */
export function Subject({ record: { noun, subject, name } }: { record: AuditRecord }) {
  if (noun === 'node') return <NodeLink id={subject} />
  const kind = (noun === 'workspace' ? 'task' : noun) as NamedKind
  return name ? <Anchor component={Link} to={`/${kind}s/${subject}`} size="sm" className="lp-breaks">{name}</Anchor> : <NamedLink kind={kind} id={subject} />
}
