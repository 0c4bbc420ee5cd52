import { Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { agoText, durationText, momentText } from './moments'

// One clock for all moments of the page.
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

export const useNow = () => useSyncExternalStore(subscribe, () => now)

/** A moment: how long ago, and the exact time for who points at it. */
export function Moment({ at, none = '—' }: { at: string | null | undefined; none?: string }) {
  const present = useNow()
  if (!at) return <>{none}</>
  return (
    <Tooltip label={momentText(at)}>
      <time dateTime={at} className="lp-nowrap">{agoText(at, present)}</time>
    </Tooltip>
  )
}

/** How long something took, or has taken so far. */
export function Took({ from, to }: { from: string | null | undefined; to: string | null | undefined }) {
  const present = useNow()
  if (!from) return <>—</>
  return <span className="lp-nowrap">{durationText((to ? Date.parse(to) : present) - Date.parse(from))}</span>
}
