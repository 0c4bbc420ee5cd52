import { Alert } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import { RefusalText } from '../Shell/RefusalText'
import { RunGraph } from './RunGraph'
import { itemsOf } from './taskGraph'
import { useTaskGraph } from './useTaskGraph'

interface Props {
  /** The task's id. */
  task: string
  /** The action whose panel is open. */
  chosen?: string | null
  /** Opens the panel of an action. */
  open: (name: string) => void
  /** The panel, where it stands beside the picture. */
  panel?: ReactNode
  height?: string
}

/** A task's actions as a live graph. */
export function TaskGraph({ task, chosen, open, panel, height }: Props) {
  const { data, error } = useTaskGraph(task)
  const items = useMemo(() => (data ? itemsOf(data) : []), [data])
  if (error && !data) return <RefusalText error={error} title="The graph cannot be shown" />
  if (!data) return <div aria-busy="true" aria-label="Graph: loading" style={{ minHeight: 300 }} />
  return (
    <>
      {!data.is_whole && <Alert color="yellow" variant="outline" mb="sm" title="Part of it is not known any more">The version of the application that this task runs was removed, and with it what had not run.</Alert>}
      <RunGraph items={items} label={`the task ${data.name}`} chosen={chosen} open={open} panel={panel} height={height} />
    </>
  )
}
