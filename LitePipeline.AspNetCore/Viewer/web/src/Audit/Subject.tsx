import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { AuditRecord } from '../Api/records'
import { NamedLink, type NamedKind } from '../Lists/NamedLink'
import { NodeLink } from '../Nodes/NodeLink'

const nobody = '00000000-0000-0000-0000-000000000000'

/** A link to what something was done to, by the name that it had then where that is recorded. */
export function Subject({ record: { noun, subject, name } }: { record: AuditRecord }) {
  // Neither a user nor a node that was refused has a page.
  if (subject === nobody) return name ? <Text span size="sm" className="lp-breaks">{name}</Text> : null
  if (noun === 'secret') return <Text span size="sm" className="lp-breaks">{name} of the application <NamedLink kind="application" id={subject} /></Text>
  if (noun === 'node') return <NodeLink id={subject} />
  const kind = (noun === 'workspace' ? 'task' : noun) as NamedKind
  return name ? <Anchor component={Link} to={`/${kind}s/${subject}`} size="sm" className="lp-breaks">{name}</Anchor> : <NamedLink kind={kind} id={subject} />
}
