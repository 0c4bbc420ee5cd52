import { Alert } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import { RefusalText } from '../Shell/RefusalText'
import { RunGraph } from './RunGraph'
import { itemsOf, type TaskGraphView } from './taskGraph'

export interface TaskPictureProps {
  /** Undefined until it is known. */
  view: TaskGraphView | undefined
  /** Why it is not. */
  error: Error | null
  /** The action whose panel is open. */
  chosen?: string | null
  /** Opens the panel of an action. */
  open: (name: string) => void
  /** The panel, where it stands beside the picture. */
  panel?: ReactNode
  height?: string
}

/** A task's actions as a live graph. */
export function TaskGraph({ view, error, ...shown }: TaskPictureProps) {
  const items = useMemo(() => (view ? itemsOf(view) : []), [view])
  if (error && !view) return <RefusalText error={error} title="The graph cannot be shown" />
  if (!view) return <div aria-busy="true" aria-label="Graph: loading" style={{ minHeight: 300 }} />
  return (
    <>
      {!view.is_whole && <Alert color="yellow" variant="outline" mb="sm" title="Part of it is not known any more">The version of the application that this task runs was removed, and with it what had not run.</Alert>}
      <RunGraph items={items} label={`the task ${view.name}`} {...shown} />
    </>
  )
}
