import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { WorkflowRecord } from '../Api/records'

export const useWorkflow = (id: string) => useQuery({ queryKey: ['workflow', id], queryFn: ({ signal }) => get<WorkflowRecord>(`workflows/${id}`, undefined, signal) })
