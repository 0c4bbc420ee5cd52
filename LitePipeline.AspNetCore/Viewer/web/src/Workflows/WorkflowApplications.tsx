import { List } from '@mantine/core'
import type { WorkflowConfiguration } from '../Api/records'
import { NamedLink } from '../Lists/NamedLink'

/** The workflow's applications and what waits for what. */
export function WorkflowApplications({ configuration }: { configuration: WorkflowConfiguration }) {
  const { success, fail } = configuration.event_applications ?? {}
  return (
    <List spacing="xs">
      {(configuration.applications ?? []).map(step => (
        <List.Item key={step.name}>
          {step.name}: <NamedLink kind="application" id={step.app_id} />
          {(step.condition ?? []).length > 0 && `, after ${step.condition!.join(', ')}`}
        </List.Item>
      ))}
      {success && <List.Item>At its success: <NamedLink kind="application" id={success.app_id} /></List.Item>}
      {fail && <List.Item>At its failure: <NamedLink kind="application" id={fail.app_id} /></List.Item>}
    </List>
  )
}
