import { ActionIcon, Drawer, Group, Title } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { StateBadge } from '../States/StateBadge'
import type { ActionPicture } from './actionPicture'

interface Props {
  picture: ActionPicture
  close: () => void
  children: ReactNode
}

const ActionTitle = ({ picture }: { picture: ActionPicture }) => <Group gap="sm"><Title order={2} className="lp-breaks">{picture.name}</Title><StateBadge state={picture.state} /></Group>

/** An action over the page that it was opened from. */
export function ActionDrawer({ picture, close, children }: Props) {
  return (
    <Drawer opened onClose={close} position="right" size="xl" title={<ActionTitle picture={picture} />} closeButtonProps={{ 'aria-label': 'Close' }} transitionProps={{ duration: 0 }}>
      {children}
    </Drawer>
  )
}

/** An action beside the picture that it was chosen in. */
export function ActionPanel({ picture, close, children }: Props) {
  return (
    <div className="lp-panel lp-action-panel">
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="md">
        <ActionTitle picture={picture} />
        <ActionIcon variant="subtle" color="gray" aria-label="Close the panel" onClick={close}><IconX size={17} aria-hidden /></ActionIcon>
      </Group>
      {children}
    </div>
  )
}
