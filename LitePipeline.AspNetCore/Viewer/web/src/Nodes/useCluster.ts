import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { ClusterView } from '../Api/records'

/** The nodes, what they run, and the first of what waits. */
export const useCluster = () => useQuery({ queryKey: ['cluster'], queryFn: ({ signal }) => get<ClusterView>('cluster', undefined, signal) })
