import { List } from '@mantine/core'
import { StateBadge } from '../States/StateBadge'
import type { StepPicture } from './workPicture'

/** The work's applications and what waits for what. */
export function WorkGraph({ steps }: { steps: StepPicture[] }) {
  return (
    <List spacing="xs" listStyleType="none">
      {steps.map(step => (
        <List.Item key={step.name}>{step.name} <StateBadge state={step.state} /> {step.condition.length > 0 && `after ${step.condition.join(', ')}`}</List.Item>
      ))}
    </List>
  )
}
