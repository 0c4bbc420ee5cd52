import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { WorkDetails } from '../Api/records'

export const useWork = (id: string) => useQuery({ queryKey: ['work', id], queryFn: ({ signal }) => get<WorkDetails>(`works/${id}`, undefined, signal) })
