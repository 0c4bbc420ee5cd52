import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { ClusterView } from '../Api/records'
import { shortId } from '../Text/sizes'

/** The names of the connected nodes by their ids. */
export function useNodeNames(): (id: string | null) => string {
  const { data } = useQuery({ queryKey: ['cluster'], queryFn: ({ signal }) => get<ClusterView>('cluster', undefined, signal) })
  return id => (id === null ? 'no node' : (data?.nodes.find(node => node.description.id === id)?.description.name ?? shortId(id)))
}

export function NodeName({ id }: { id: string | null }) {
  return <>{useNodeNames()(id)}</>
}
