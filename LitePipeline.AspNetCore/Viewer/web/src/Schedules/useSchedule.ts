import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { ScheduleDetails } from '../Api/records'

/** A schedule with what it is about to do. */
export const useSchedule = (id: string) => useQuery({ queryKey: ['schedule', id], queryFn: ({ signal }) => get<ScheduleDetails>(`schedules/${id}`, undefined, signal) })
