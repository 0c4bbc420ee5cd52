import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconInfoCircle, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'

const tones = {
  plain: { colour: 'gray', icon: IconInfoCircle },
  waits: { colour: 'orange', icon: IconClock },
  fails: { colour: 'red', icon: IconAlertTriangle },
  lost: { colour: 'orange', icon: IconPlugConnectedX },
} as const

/** Something that is to be noticed before all else. */
export function Notice({ tone, title, role, children }: { tone: keyof typeof tones; title?: string; role?: 'alert'; children: ReactNode }) {
  const { colour, icon: Shape } = tones[tone]
  return (
    <Alert color={colour} variant="outline" icon={<Shape aria-hidden />} title={title} role={role ?? 'note'} className="lp-notice" data-tone={tone}>
      {children}
    </Alert>
  )
}
