import { List } from '@mantine/core'
import type { TaskDetails } from '../Api/records'
import { Moment, Took } from '../Text/Moment'
import type { ActionPicture } from './taskPicture'

/** When each of the task's actions ran. */
export function TaskTimeline({ actions }: { details: TaskDetails; actions: ActionPicture[]; open: (name: string) => void }) {
  return (
    <List spacing="xs">
      {actions.filter(action => action.record?.started_at).slice(0, 200).map(action => (
        <List.Item key={action.name}>{action.name}: began <Moment at={action.record!.started_at} />, took <Took from={action.record!.started_at} to={action.record!.ended_at} /></List.Item>
      ))}
    </List>
  )
}
