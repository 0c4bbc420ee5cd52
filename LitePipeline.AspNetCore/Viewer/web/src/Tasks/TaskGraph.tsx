import { Anchor, List } from '@mantine/core'
import type { TaskDetails } from '../Api/records'
import { StateBadge } from '../States/StateBadge'
import type { ActionPicture } from './taskPicture'

/** The task's actions and what waits for what. */
export function TaskGraph({ actions, open }: { details: TaskDetails; actions: ActionPicture[]; open: (name: string) => void }) {
  return (
    <List spacing="xs" listStyleType="none">
      {actions.slice(0, 200).map(action => (
        <List.Item key={action.name}>
          <Anchor component="button" type="button" size="sm" onClick={() => open(action.name)}>{action.name}</Anchor> <StateBadge state={action.state} /> {action.condition.length > 0 && `after ${action.condition.join(', ')}`}
        </List.Item>
      ))}
    </List>
  )
}
