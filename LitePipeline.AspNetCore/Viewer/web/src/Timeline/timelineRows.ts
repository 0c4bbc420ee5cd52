import { readyAt, itemsOf, type TaskGraphAttempt, type TaskGraphView } from '../Graph/taskGraph'
import type { NodeNames } from '../Nodes/useNodeNames'
import type { State } from '../States/StateBadge'

/** A stretch of time of a row; it lasts until now where its end is null. */
export interface Segment {
  kind: 'waiting' | 'pause' | 'attempt'
  state: State
  from: number
  to: number | null
  /** What it is, for people. */
  text: string
}

export interface TimelineRow {
  id: string
  title: string
  /** What the row leads to; null where it leads nowhere. */
  opens: string | null
  state: State | null
  segments: Segment[]
}

/** One row for each action, in the order in which they were ready. */
export function rowsOfActions(view: TaskGraphView, nodeName: NodeNames): TimelineRow[] {
  const byName = new Map(view.actions.map(action => [action.name, action]))
  const over = view.state.stage === 'finished'
  const items = itemsOf(view)
  const rows = view.actions.map((action, place): TimelineRow & { at: number } => {
    const segments: Segment[] = []
    const ready = readyAt(action, byName, view)
    const first = action.attempts[0]
    if (ready && first) push(segments, 'waiting', 'waiting', ready, first.started_at, 'waited for a slot')
    else if (ready && !over) push(segments, 'waiting', 'waiting', ready, null, 'waits for a slot')
    action.attempts.forEach((attempt, index) => {
      const before = action.attempts[index - 1]
      if (before?.ended_at) push(segments, 'pause', 'waiting', before.ended_at, attempt.started_at, 'waited for the next attempt')
      push(segments, 'attempt', attempt.status ?? 'running', attempt.started_at, attempt.ended_at, attemptText(attempt, nodeName))
    })
    const last = action.attempts.at(-1)
    if (action.stage === 'pending' && last?.ended_at && !over) push(segments, 'pause', 'retrying', last.ended_at, null, 'waits for the next attempt')
    return { id: action.name, title: action.name, opens: action.name, state: items[place]!.state, segments, at: segments[0]?.from ?? Infinity }
  })
  return rows.sort((a, b) => a.at - b.at)
}

/** One row for each slot that was used on a node, as far as can be told: attempts that overlap stand below each other. */
export function rowsOfNodes(view: TaskGraphView, nodeName: NodeNames): TimelineRow[] {
  const attempts = view.actions.flatMap(action => action.attempts.flatMap(attempt => (attempt.node === null ? [] : [{ action: action.name, node: attempt.node, attempt }])))
    .sort((a, b) => Date.parse(a.attempt.started_at) - Date.parse(b.attempt.started_at))
  const lanes = new Map<string, { until: number; row: TimelineRow }[]>()
  for (const { action, node, attempt } of attempts) {
    const from = Date.parse(attempt.started_at)
    const known = lanes.get(node) ?? []
    lanes.set(node, known)
    let lane = known.find(one => one.until <= from)
    if (!lane) {
      const number = known.length + 1
      lane = { until: 0, row: { id: `${node}/${number}`, title: `${nodeName(node)} · ${number}`, opens: null, state: null, segments: [] } }
      known.push(lane)
    }
    lane.until = attempt.ended_at ? Date.parse(attempt.ended_at) : Infinity
    push(lane.row.segments, 'attempt', attempt.status ?? 'running', attempt.started_at, attempt.ended_at, `${action}: ${attemptText(attempt, nodeName)}`)
  }
  return [...lanes].sort(([a], [b]) => nodeName(a).localeCompare(nodeName(b), undefined, { numeric: true })).flatMap(([, known]) => known.map(lane => lane.row))
}

const attemptText = (attempt: TaskGraphAttempt, nodeName: NodeNames) => (attempt.node === null ? 'taken from the cache' : `attempt ${attempt.attempt} on ${nodeName(attempt.node)}`)

function push(segments: Segment[], kind: Segment['kind'], state: State, from: string, to: string | null, text: string) {
  const [begin, end] = [Date.parse(from), to === null ? null : Date.parse(to)]
  if (end !== null && end <= begin && kind !== 'attempt') return
  segments.push({ kind, state, from: begin, to: end, text })
}

/** The moments between which something of the rows happens. */
export function rangeOf(rows: readonly TimelineRow[], now: number): [number, number] {
  let [from, to] = [Infinity, -Infinity]
  for (const row of rows)
    for (const segment of row.segments) {
      if (segment.from < from) from = segment.from
      const end = segment.to ?? now
      if (end > to) to = end
    }
  return from === Infinity ? [now - 1000, now] : [from, Math.max(to, from + 100)]
}

export interface Drawn extends Segment {
  left: number
  width: number
  count: number
}

const least = 3

/** The segments that are seen between two moments, in pixels. Those too short to be told apart are drawn as one. */
export function drawSegments(segments: readonly Segment[], [from, to]: [number, number], width: number, now: number): Drawn[] {
  const drawn: Drawn[] = []
  const scale = width / (to - from)
  for (const segment of segments) {
    const end = segment.to ?? Math.max(now, segment.from)
    if (end < from || segment.from > to) continue
    const left = Math.max(0, (segment.from - from) * scale)
    const right = Math.min(width, Math.max((end - from) * scale, left + least))
    const last = drawn.at(-1)
    if (last && segment.kind === 'attempt' && last.kind === 'attempt' && last.left + last.width > left + 0.5 && right - last.left <= 2 * least) {
      last.width = Math.max(last.width, right - last.left)
      last.count++
      if (segment.state === 'fail' || segment.state === 'error') last.state = segment.state
      last.text = `${last.count} attempts`
      continue
    }
    drawn.push({ ...segment, left, width: right - left, count: 1 })
  }
  return drawn
}

const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800].map(seconds => seconds * 1000)

/** Where the axis has its marks: moments since the beginning, in round steps. */
export function marksOf([from, to]: [number, number], begin: number, most: number): number[] {
  const step = steps.find(one => (to - from) / one <= most) ?? steps.at(-1)!
  const marks: number[] = []
  for (let mark = Math.ceil((from - begin) / step) * step; begin + mark <= to && marks.length < 50; mark += step) marks.push(mark)
  return marks
}
