import { IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { call } from '../Api/call'
import type { ScheduleRecord } from '../Api/records'
import { ActionButton } from '../Dialogs/ActionButton'
import { DialogButton } from '../Dialogs/DialogButton'
import { DeleteScheduleDialog, ScheduleDialog } from './ScheduleDialog'

export function ScheduleButtons({ schedule, small, deleted }: { schedule: ScheduleRecord; small?: boolean; deleted?: () => void }) {
  const what = small ? ` ${schedule.name}` : ''
  return (
    <>
      <ActionButton
        small={small}
        label={`${schedule.enabled ? 'Disable' : 'Enable'}${what}`}
        icon={schedule.enabled ? IconPlayerPause : IconPlayerPlay}
        role="operator"
        act={() => call('PATCH', `schedules/${schedule.id}`, { body: { enabled: !schedule.enabled } })}
      />
      <DialogButton small={small} label={`Change${what}`} icon={IconPencil} role="operator" dialog={close => <ScheduleDialog schedule={schedule} onClose={close} />} />
      <DialogButton small={small} danger label={`Delete${what}`} icon={IconTrash} role="operator" dialog={close => <DeleteScheduleDialog schedule={schedule} deleted={deleted} onClose={close} />} />
    </>
  )
}
