import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { shortId } from '../Text/sizes'
import { useCluster } from './useCluster'

/** A link to a node, by its name while it is connected. */
export function NodeLink({ id }: { id: string }) {
  const { data } = useCluster()
  const node = data?.nodes.find(view => view.description.id === id)
  return <Anchor component={Link} to={`/nodes/${id}`} size="sm">{node?.description.name ?? shortId(id)}</Anchor>
}
