import '../Graph/graph.css'
import { useMemo } from 'react'
import type { TaskPictureProps } from '../Graph/TaskGraph'
import { useNodeNames } from '../Nodes/useNodeNames'
import { RefusalText } from '../Shell/RefusalText'
import { Timeline } from './Timeline'
import { rowsOfActions, rowsOfNodes } from './timelineRows'

/** When each of a task's actions waited and ran, by action or by node. */
export function TaskTimeline({ view, error, ...shown }: TaskPictureProps) {
  const nodeName = useNodeNames()
  const names = view ? [...new Set(view.actions.flatMap(action => action.attempts.map(attempt => attempt.node)))].map(id => id && `${id}=${nodeName(id)}`).join() : ''
  const views = useMemo(() => view && [
    { value: 'actions', label: 'Action', noun: 'action', rows: rowsOfActions(view, nodeName) },
    { value: 'nodes', label: 'Node', noun: 'lane', rows: rowsOfNodes(view, nodeName) },
    // The nodes' names change seldom; what is drawn changes with the task.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  ], [view, names])
  if (error && !view) return <RefusalText error={error} title="The timeline cannot be shown" />
  if (!view || !views) return <div aria-busy="true" aria-label="Timeline: loading" style={{ minHeight: 300 }} />
  return <Timeline label={`the task ${view.name}`} views={views} {...shown} />
}
