import { IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { call } from '../Api/call'
import type { ServiceRecord } from '../Api/records'
import { ActionButton } from '../Dialogs/ActionButton'
import { DialogButton } from '../Dialogs/DialogButton'
import { DeleteServiceDialog, ServiceDialog } from './ServiceDialog'

export function ServiceButtons({ service, small, deleted }: { service: ServiceRecord; small?: boolean; deleted?: () => void }) {
  const what = small ? ` ${service.name}` : ''
  return (
    <>
      <ActionButton
        small={small}
        label={`${service.enabled ? 'Disable' : 'Enable'}${what}`}
        icon={service.enabled ? IconPlayerPause : IconPlayerPlay}
        role="operator"
        act={() => call('PATCH', `services/${service.id}`, { body: { enabled: !service.enabled } })}
      />
      <DialogButton small={small} label={`Change${what}`} icon={IconPencil} role="operator" dialog={close => <ServiceDialog service={service} onClose={close} />} />
      <DialogButton small={small} danger label={`Delete${what}`} icon={IconTrash} role="operator" dialog={close => <DeleteServiceDialog service={service} deleted={deleted} onClose={close} />} />
    </>
  )
}
