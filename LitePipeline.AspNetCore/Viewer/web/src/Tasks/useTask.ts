import { useQuery } from '@tanstack/react-query'
import { get } from '../Api/call'
import type { ApplicationConfiguration, Page, TaskDetails, TaskRecord, VersionRecord } from '../Api/records'

/** A task without its actions, which may be thousands: those are in its graph, which the events keep true. */
export const useTask = (id: string) => useQuery({ queryKey: ['task', id], queryFn: ({ signal }) => get<TaskDetails>(`tasks/${id}`, { actions: false }, signal) })

/** The configuration that a task runs by: that of its version, which may not be the current one; null where it is gone. */
export function useTaskConfiguration(task: TaskRecord): ApplicationConfiguration | null | undefined {
  const query = useQuery({
    queryKey: ['application', task.application, 'configuration', task.version],
    queryFn: async ({ signal }) => {
      const versions = await get<Page<VersionRecord>>(`applications/${task.application}/versions`, { sha1: task.version, limit: 1 }, signal)
      return versions.items[0]?.configuration ?? null
    },
  })
  return query.isError ? null : query.data
}
