import { Group, SegmentedControl, Skeleton, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { RefusalText } from '../Shell/RefusalText'
import { useNow } from '../Text/Moment'
import { durationText } from '../Text/moments'
import { countText } from '../Text/sizes'
import { ChartCard } from './ChartCard'
import { Plot, type PlotSeries } from './Plot'
import { endedOf, failedOf, givenUpOf, meanOf, sumOf, useStatistics, type EndCounts, type Span, type StatisticsPeriod, type TimesTaken } from './statistics'

const lengths: Record<Span, number> = { hour: 3600, day: 86_400 }
// A table of every ten seconds would be of no use to anyone.
const rowSeconds: Record<Span, number> = { hour: 300, day: 3600 }
// Bars of a minute and of a quarter of an hour can be told apart.
const barSeconds: Record<Span, number> = { hour: 60, day: 900 }

/** Charts of what the cluster, or one node, did in the last hour or day. */
export function ClusterCharts({ node }: { node?: string }) {
  const [span, setSpan] = useState<Span>('hour')
  const { data, error } = useStatistics(span, node)
  // The charts move on with the time, though not with every second.
  const now = Math.floor(useNow() / 10_000) * 10
  const view = useMemo(() => data && draw(data.periods, Math.max(now, Math.ceil(Date.parse(data.now) / 1000)), span), [data, now, span])
  return (
    <section aria-label="Charts">
      <Group justify="space-between" mb="sm" gap="sm">
        <Text fw={600} component="h2" size="lg">{node ? 'What it did' : 'What the cluster did'}</Text>
        <SegmentedControl transitionDuration={0} aria-label="Span of the charts" size="xs" value={span} onChange={value => setSpan(value as Span)} data={[{ value: 'hour', label: 'Last hour' }, { value: 'day', label: 'Last day' }]} />
      </Group>
      {error && !data && <RefusalText error={error} title="The charts cannot be shown" />}
      {!error && !view && <Skeleton height={240} aria-label="Charts: loading" />}
      {view && data && data.periods.length === 0 && <Text c="dimmed" size="sm">Nothing is known of this node since the manager was started.</Text>}
      {view && data && data.periods.length > 0 && (
        <div className="lp-charts">
          {!node && <EndChart title="Tasks ended" noun="task" view={view} of={period => period.tasks_ended} more={countText(view.sum.tasks_accepted, 'task')} />}
          <EndChart title="Actions ended" noun="action" view={view} of={period => period.actions_ended} more={null} />
          <TimesChart title="Waiting for a slot" verb="waited" view={view} of={period => period.waited} />
          <TimesChart title="Running time" verb="ran" view={view} of={period => period.ran} />
          <SlotChart view={view} />
        </div>
      )}
    </section>
  )
}

interface Drawing {
  /** One for each of the times; null where nothing is known. */
  periods: (StatisticsPeriod | null)[]
  times: number[]
  rows: StatisticsPeriod[]
  sum: StatisticsPeriod
  last: StatisticsPeriod | null
  from: number
  to: number
}

function draw(periods: StatisticsPeriod[], now: number, span: Span): Drawing {
  const bar = barSeconds[span]
  const to = Math.ceil(now / bar) * bar
  const from = to - lengths[span]
  const seen = periods.filter(period => Date.parse(period.at) / 1000 >= from)
  const bars = together(seen, bar)
  const times = Array.from({ length: lengths[span] / bar }, (_, place) => from + place * bar)
  return { periods: times.map(time => bars.get(time / bar) ?? null), times, rows: [...together(seen, rowSeconds[span]).values()].reverse(), sum: sumOf(seen), last: seen.at(-1) ?? null, from, to }
}

function together(periods: StatisticsPeriod[], seconds: number): Map<number, StatisticsPeriod> {
  const parts = new Map<number, StatisticsPeriod[]>()
  for (const period of periods) {
    const part = Math.floor(Date.parse(period.at) / 1000 / seconds)
    const known = parts.get(part)
    if (known) known.push(period)
    else parts.set(part, [period])
  }
  return new Map([...parts].map(([part, members]) => [part, sumOf(members)]))
}

interface ChartProps {
  title: string
  view: Drawing
}

function EndChart({ title, noun, view, of, more }: ChartProps & { noun: string; of: (period: StatisticsPeriod) => EndCounts; more: string | null }) {
  // The whole bar behind, what failed before it: so they stack.
  const series: PlotSeries[] = [
    { label: 'succeeded', colour: 'good', kind: 'bars', values: view.periods.map(period => (period && endedOf(of(period))) || null) },
    { label: 'given up', colour: 'other', kind: 'bars', values: view.periods.map(period => (period && failedOf(of(period)) + givenUpOf(of(period))) || null) },
    { label: 'failed', colour: 'bad', kind: 'bars', values: view.periods.map(period => (period && failedOf(of(period))) || null) },
  ]
  const sum = of(view.sum)
  const summary = `${countText(endedOf(sum), noun)} ended: ${sum.success.toLocaleString()} succeeded, ${failedOf(sum).toLocaleString()} failed, ${givenUpOf(sum).toLocaleString()} given up.${more ? ` ${more} accepted.` : ''}`
  return (
    <ChartCard
      title={title}
      summary={summary}
      keys={[{ colour: 'good', label: 'succeeded' }, { colour: 'bad', label: 'failed' }, { colour: 'other', label: 'given up' }]}
      columns={['From', 'Succeeded', 'Failed', 'Given up']}
      rows={view.rows.map(row => [clock(row.at), of(row).success, failedOf(of(row)), givenUpOf(of(row))].map(String))}
    >
      <Plot times={view.times} series={series} from={view.from} to={view.to} text={count} whole />
    </ChartCard>
  )
}

function TimesChart({ title, verb, view, of }: ChartProps & { verb: string; of: (period: StatisticsPeriod) => TimesTaken }) {
  const series: PlotSeries[] = [
    { label: 'longest', colour: 'second', kind: 'bars', values: view.periods.map(period => (period && of(period).count > 0 ? of(period).longest_seconds : null)) },
    { label: 'mean', colour: 'main', kind: 'bars', values: view.periods.map(period => period && meanOf(of(period))) },
  ]
  const sum = of(view.sum)
  const summary = sum.count === 0 ? `No attempt ${verb}.` : `${countText(sum.count, 'attempt')} ${verb} ${seconds(meanOf(sum)!)} on average, ${seconds(sum.longest_seconds)} at the longest.`
  return (
    <ChartCard
      title={title}
      summary={summary}
      keys={[{ colour: 'main', label: 'mean' }, { colour: 'second', label: 'longest' }]}
      columns={['From', 'Attempts', 'Mean', 'Longest']}
      rows={view.rows.map(row => [clock(row.at), String(of(row).count), of(row).count > 0 ? seconds(meanOf(of(row))!) : '—', of(row).count > 0 ? seconds(of(row).longest_seconds) : '—'])}
    >
      <Plot times={view.times} series={series} from={view.from} to={view.to} text={seconds} />
    </ChartCard>
  )
}

function SlotChart({ view }: { view: Drawing }) {
  // What was so last is so until now: nothing has happened since.
  const lastKnown = view.periods.findLastIndex(period => period !== null)
  const known = [...view.periods.map((period, place) => (place > lastKnown ? view.last : period)), view.last]
  const times = [...view.times, view.to]
  const series: PlotSeries[] = [
    { label: 'slots', colour: 'faint', kind: 'area', values: known.map(period => period && period.slots) },
    { label: 'taken', colour: 'main', kind: 'area', values: known.map(period => period && period.used_slots) },
  ]
  return (
    <ChartCard
      title="Slots"
      summary={`${number(view.sum.used_slots)} of ${number(view.sum.slots)} slots were taken on average, ${view.sum.most_used_slots} at the most.`}
      keys={[{ colour: 'main', label: 'taken' }, { colour: 'faint', label: 'all slots' }]}
      columns={['From', 'Slots', 'Taken on average', 'At the most']}
      rows={view.rows.map(row => [clock(row.at), number(row.slots), number(row.used_slots), String(row.most_used_slots)])}
    >
      <Plot times={times} series={series} from={view.from} to={view.to} text={count} whole />
    </ChartCard>
  )
}

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const clock = (moment: string) => clockFormat.format(new Date(moment))
const count = (value: number) => value.toLocaleString()
const number = (value: number) => value.toLocaleString(undefined, { maximumFractionDigits: 1 })
const seconds = (value: number) => durationText(value * 1000)
