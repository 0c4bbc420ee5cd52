import { useQuery } from '@tanstack/react-query'
import { call } from '../Api/call'
import type { ActionDefinition, ActionRecord, ApplicationConfiguration, Page } from '../Api/records'
import type { TaskGraphAction } from '../Graph/taskGraph'

/** What is recorded of one action of a task; null before its first attempt. */
export const useAction = (task: string, name: string | null) => useQuery({
  queryKey: ['task', task, 'action', name],
  queryFn: async ({ signal }) => (await call<Page<ActionRecord>>('POST', 'actions/query', { body: { tasks: [task], name }, signal })).items[0] ?? null,
  enabled: name !== null,
})

/** An action as the configuration has it, or what generated it; null where that is not known any more, undefined until it is known. */
export function useActionDefinition(task: string, action: TaskGraphAction, configuration: ApplicationConfiguration | null | undefined): ActionDefinition | null | undefined {
  const generator = useAction(task, action.generated_by)
  if (action.generated_by) return generator.data === undefined ? undefined : (generator.data?.result?.actions?.find(one => one.name === action.name) ?? null)
  if (!configuration) return configuration
  return (action.is_event ? configuration.event_actions?.[action.name as 'success' | 'fail'] : configuration.actions.find(one => one.name === action.name)) ?? null
}
