import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { ClusterView } from '../Api/records'
import { shortId } from '../Text/sizes'

export type NodeNames = (id: string) => string

/** The names of the connected nodes by their ids. They change when a node comes or goes, and not with every action as the rest of the cluster. */
export function useNodeNames(): NodeNames {
  const { data } = useQuery({
    queryKey: ['node-names'],
    queryFn: async ({ signal }) => Object.fromEntries((await get<ClusterView>('cluster', undefined, signal)).nodes.map(({ description }) => [description.id, description.name])),
  })
  return id => data?.[id] ?? shortId(id)
}
