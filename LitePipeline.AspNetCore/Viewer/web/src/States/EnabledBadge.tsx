import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react'

export function EnabledBadge({ enabled }: { enabled: boolean }) {
  return (
    <span className="lp-state" data-state={enabled ? 'success' : 'pending'}>
      {enabled ? <IconCircleCheck size={15} aria-hidden /> : <IconCircleOff size={15} aria-hidden />}
      {enabled ? 'Enabled' : 'Disabled'}
    </span>
  )
}
