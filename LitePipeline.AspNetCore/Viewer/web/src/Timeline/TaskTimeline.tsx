import '../Graph/graph.css'
import { useMemo, type ReactNode } from 'react'
import { useTaskGraph } from '../Graph/useTaskGraph'
import { RefusalText } from '../Shell/RefusalText'
import { useNodeNames } from './NodeName'
import { Timeline } from './Timeline'
import { rowsOfActions, rowsOfNodes } from './timelineRows'

interface Props {
  task: string
  chosen?: string | null
  open: (name: string) => void
  panel?: ReactNode
  height?: string
}

/** When each of a task's actions waited and ran, by action or by node. */
export function TaskTimeline({ task, chosen, open, panel, height }: Props) {
  const { data, error } = useTaskGraph(task)
  const nodeName = useNodeNames()
  const names = data ? [...new Set(data.actions.flatMap(action => action.attempts.map(attempt => attempt.node)))].map(id => `${id}=${nodeName(id)}`).join() : ''
  const views = useMemo(() => data && [
    { value: 'actions', label: 'Action', noun: 'action', rows: rowsOfActions(data, nodeName) },
    { value: 'nodes', label: 'Node', noun: 'lane', rows: rowsOfNodes(data, nodeName) },
    // The nodes' names change seldom; what is drawn changes with the task.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  ], [data, names])
  if (error && !data) return <RefusalText error={error} title="The timeline cannot be shown" />
  if (!data || !views) return <div aria-busy="true" aria-label="Timeline: loading" style={{ minHeight: 300 }} />
  return <Timeline label={`the task ${data.name}`} views={views} chosen={chosen} open={open} panel={panel} height={height} />
}
