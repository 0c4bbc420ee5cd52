import '../Graph/graph.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { get } from '../Api/call'
import type { Page, TaskRecord, WorkRecord } from '../Api/records'
import { RefusalText } from '../Shell/RefusalText'
import { stateOf } from '../States/StateBadge'
import { Timeline } from './Timeline'
import type { Segment, TimelineRow } from './timelineRows'

/** When each of a work's tasks waited and ran; each row leads to its task. */
export function WorkTimeline({ work, height }: { work: WorkRecord; height?: string }) {
  const navigate = useNavigate()
  // 'tasks' is what an event of any task makes stale.
  const { data, error } = useQuery({ queryKey: ['tasks', 'of-work', work.id], queryFn: ({ signal }) => get<Page<TaskRecord>>('tasks', { work: work.id }, signal) })
  const rows = useMemo(() => [...(data?.items ?? [])].sort((a, b) => a.sequence - b.sequence).map(rowOf), [data])
  if (error && !data) return <RefusalText error={error} title="The timeline cannot be shown" />
  return <Timeline label={`the work ${work.name}`} views={[{ value: 'tasks', label: 'Task', noun: 'task', rows }]} open={id => void navigate(`/tasks/${id}`)} height={height} />
}

function rowOf(task: TaskRecord): TimelineRow {
  const { state } = task
  const [created, started, ended] = [Date.parse(task.created_at), state.started_at && Date.parse(state.started_at), state.ended_at && Date.parse(state.ended_at)]
  const segments: Segment[] = []
  if (!started) segments.push({ kind: 'waiting', state: 'waiting', from: created, to: ended || null, text: 'waits for a slot' })
  else {
    if (started > created) segments.push({ kind: 'waiting', state: 'waiting', from: created, to: started, text: 'waited' })
    segments.push({ kind: 'attempt', state: stateOf(state), from: started, to: ended || null, text: 'ran' })
  }
  return { id: task.id, title: task.name, opens: task.id, state: stateOf(state), segments }
}
