import './timeline.css'
import { ActionIcon, Group, RangeSlider, SegmentedControl, Text, TextInput, Tooltip } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconArrowsHorizontal, IconSearch, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { memo, useMemo, useRef, useState, type ReactNode, type UIEvent } from 'react'
import { stateText } from '../States/StateBadge'
import { useNow } from '../Text/Moment'
import { durationText, momentText } from '../Text/moments'
import { countText } from '../Text/sizes'
import { drawSegments, marksOf, rangeOf, type TimelineRow } from './timelineRows'

export interface TimelineView {
  value: string
  label: string
  rows: TimelineRow[]
  /** What one row is called. */
  noun: string
}

interface Props {
  /** What it is of: 'the task nightly'. */
  label: string
  /** The ways to look at it, the first at first. */
  views: TimelineView[]
  chosen?: string | null
  open?: (id: string) => void
  panel?: ReactNode
  height?: string
}

const rowHeight = 30
const spare = 6

/** When what waited and ran: a row for each, of which only those in sight are in the document. */
export function Timeline({ label, views, chosen = null, open, panel, height = 'max(360px, calc(100dvh - 330px))' }: Props) {
  const now = useNow()
  const [viewName, setView] = useState(views[0]!.value)
  const [search, setSearch] = useState('')
  const [part, setPart] = useState<[number, number]>([0, 1000])
  const [top, setTop] = useState(0)
  const { ref: frame, height: seen } = useElementSize()
  const { ref: axis, width } = useElementSize()
  const scroller = useRef<HTMLDivElement>(null)
  const view = views.find(one => one.value === viewName) ?? views[0]!
  const rows = useMemo(() => {
    const text = search.trim().toLowerCase()
    return text ? view.rows.filter(row => row.title.toLowerCase().includes(text)) : view.rows
  }, [view, search])

  const whole = rangeOf(view.rows, now)
  const length = whole[1] - whole[0]
  const range: [number, number] = [whole[0] + (length * part[0]) / 1000, whole[0] + (length * part[1]) / 1000]
  const marks = marksOf(range, whole[0], Math.max(2, width / 90))
  const first = Math.max(0, Math.floor(top / rowHeight) - spare)
  const last = Math.min(rows.length, Math.ceil((top + (seen || 600)) / rowHeight) + spare)
  const zoom = (factor: number) => setPart(([from, to]) => {
    const half = Math.max(1, Math.min(500, ((to - from) * factor) / 2))
    const middle = Math.max(half, Math.min(1000 - half, (from + to) / 2))
    return [Math.round(middle - half), Math.round(middle + half)]
  })
  const at = (moment: number) => ((moment - range[0]) / (range[1] - range[0])) * 100

  return (
    <div className="lp-timeline">
      <Group gap="sm" align="flex-end">
        <TextInput label={`Find one of ${countText(view.rows.length, view.noun)}`} placeholder="Part of a name" leftSection={<IconSearch size={15} aria-hidden />} value={search} onChange={event => { setSearch(event.currentTarget.value); scroller.current?.scrollTo(0, 0) }} style={{ flex: '1 1 190px' }} maw={340} />
        {views.length > 1 && <SegmentedControl transitionDuration={0} aria-label="Rows" value={view.value} onChange={value => { setView(value); scroller.current?.scrollTo(0, 0) }} data={views.map(({ value, label: text }) => ({ value, label: text }))} />}
        <ActionIcon.Group>
          <Tool label="Zoom in" act={() => zoom(0.5)}><IconZoomIn size={18} aria-hidden /></Tool>
          <Tool label="Zoom out" act={() => zoom(2)}><IconZoomOut size={18} aria-hidden /></Tool>
          <Tool label="Show all of the time" act={() => setPart([0, 1000])}><IconArrowsHorizontal size={18} aria-hidden /></Tool>
        </ActionIcon.Group>
      </Group>
      <ul className="lp-time-key" aria-label="What the bars mean">
        <li><span className="lp-seg lp-seg-key" data-kind="waiting" aria-hidden /> waits</li>
        <li><span className="lp-seg lp-seg-key" data-kind="attempt" data-state="running" aria-hidden /> runs</li>
        <li><span className="lp-seg lp-seg-key" data-kind="attempt" data-state="success" aria-hidden /> succeeded</li>
        <li><span className="lp-seg lp-seg-key" data-kind="attempt" data-state="fail" aria-hidden /> failed</li>
        <li><span className="lp-seg lp-seg-key" data-kind="attempt" data-state="cancel" aria-hidden /> ended by others</li>
      </ul>
      <div className="lp-graph-body">
        <div className="lp-graph-main">
          <div className="lp-time-frame" role="table" aria-label={`Timeline of ${label}`} aria-rowcount={rows.length + 1}>
            <div className="lp-time-row lp-time-head" role="row" aria-rowindex={1}>
              <div className="lp-time-name" role="columnheader">{view.label}</div>
              <div className="lp-time-track" role="columnheader" ref={axis} aria-label={`From ${momentText(new Date(whole[0]).toISOString())}, ${durationText(length)} in all`}>
                {marks.map(mark => <span key={mark} className="lp-time-mark" data-edge={at(whole[0] + mark) < 4 ? 'begin' : at(whole[0] + mark) > 96 ? 'end' : undefined} style={{ left: `${at(whole[0] + mark)}%` }} aria-hidden>{mark === 0 ? '0' : axisText(mark)}</span>)}
              </div>
            </div>
            <div className="lp-time-scroll" ref={element => { scroller.current = element; (frame as (element: HTMLDivElement | null) => void)(element) }} style={{ maxHeight: height }} onScroll={(event: UIEvent<HTMLDivElement>) => setTop(event.currentTarget.scrollTop)} tabIndex={0} role="rowgroup" aria-label="Rows">
              <div style={{ height: rows.length * rowHeight, position: 'relative' }} role="presentation">
                {rows.slice(first, last).map((row, index) => (
                  <Row key={row.id} row={row} place={first + index} from={range[0]} to={range[1]} width={width} now={row.segments.at(-1)?.to === null ? now : 0} chosen={chosen === row.opens && chosen !== null} open={open} />
                ))}
              </div>
            </div>
          </div>
          {rows.length === 0 && <Text c="dimmed" p="md" ta="center">{view.rows.length === 0 ? 'Nothing has happened yet.' : 'No row has that name.'}</Text>}
          <div className="lp-time-part">
            <RangeSlider min={0} max={1000} minRange={2} value={part} onChange={setPart} label={null} thumbFromLabel="The first moment shown" thumbToLabel="The last moment shown" size="sm" aria-label="The time that is shown" />
            <Text size="xs" c="dimmed" ta="right">{durationText(range[1] - range[0])} of {durationText(length)}, from {momentText(new Date(whole[0]).toISOString())}</Text>
          </div>
        </div>
        {panel && <aside className="lp-graph-panel" aria-label="The chosen one">{panel}</aside>}
      </div>
    </div>
  )
}

interface RowProps {
  row: TimelineRow
  place: number
  from: number
  to: number
  width: number
  now: number
  chosen: boolean
  open?: (id: string) => void
}

const Row = memo(function Row({ row, place, from, to, width, now, chosen, open }: RowProps) {
  const drawn = drawSegments(row.segments, [from, to], Math.max(50, width), now || to)
  return (
    <div className="lp-time-row" role="row" aria-rowindex={place + 2} data-chosen={chosen || undefined} style={{ top: place * rowHeight }}>
      <div className="lp-time-name" role="rowheader">
        {open && row.opens !== null ? <button type="button" className="lp-list-item" onClick={() => open(row.opens!)} title={row.title}>{row.title}</button> : <span title={row.title}>{row.title}</span>}
      </div>
      <div className="lp-time-track" role="cell">
        <span className={row.segments.length > 0 ? 'lp-visually-hidden' : 'lp-time-nothing'}>{row.segments.length === 0 ? (row.state === 'cancel' ? 'Never ran' : row.state ? stateText(row.state) : 'Nothing yet') : row.segments.slice(-8).map(segment => spoken(segment, now)).join('; ')}</span>
        {drawn.map((segment, index) => (
          <span
            key={index}
            className="lp-seg"
            aria-hidden
            data-kind={segment.kind}
            data-state={segment.state}
            title={segment.count > 1 ? segment.text : `${segment.text}: ${spokenEnd(segment, now)}`}
            style={{ left: segment.left, width: segment.width }}
          />
        ))}
      </div>
    </div>
  )
})

type Spoken = Pick<TimelineRow['segments'][number], 'kind' | 'state' | 'from' | 'to' | 'text'>

const spokenEnd = (segment: Spoken, now: number) => `${segment.kind === 'attempt' ? `${stateText(segment.state).toLowerCase()}, ` : ''}${durationText((segment.to ?? Math.max(now, segment.from)) - segment.from)}`
const spoken = (segment: Spoken, now: number) => `${segment.text}, ${spokenEnd(segment, now)}`

// A mark is short: one unit.
function axisText(mark: number): string {
  if (mark < 1000) return `${Math.round(mark)} ms`
  if (mark < 60_000) return `${mark / 1000} s`
  const minutes = mark / 60_000
  if (minutes < 60) return Number.isInteger(minutes) ? `${minutes} min` : durationText(mark)
  const hours = minutes / 60
  return Number.isInteger(hours) ? (hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`) : durationText(mark)
}

function Tool({ label, act, children }: { label: string; act: () => void; children: ReactNode }) {
  return <Tooltip label={label}><ActionIcon variant="default" size={36} aria-label={label} onClick={act}>{children}</ActionIcon></Tooltip>
}
