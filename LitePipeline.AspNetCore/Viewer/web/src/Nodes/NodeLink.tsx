import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { useNodeNames } from './useNodeNames'

/** A link to a node, by its name while it is connected. */
export function NodeLink({ id }: { id: string }) {
  return <Anchor component={Link} to={`/nodes/${id}`} size="sm">{useNodeNames()(id)}</Anchor>
}
