import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { get } from '../Api/call'
import type { Status } from '../Api/records'
import { useEventLog } from '../Live/LiveProvider'

export type Span = 'hour' | 'day'

/** What `GET /api/v1/statistics` answers. */
export interface StatisticsView {
  period_seconds: number
  now: string
  periods: StatisticsPeriod[]
}

export type EndCounts = Record<Status, number>

export interface TimesTaken {
  count: number
  total_seconds: number
  longest_seconds: number
}

export interface StatisticsPeriod {
  at: string
  tasks_accepted: number
  tasks_ended: EndCounts
  attempts_started: number
  actions_ended: EndCounts
  attempts_repeated: number
  waited: TimesTaken
  ran: TimesTaken
  slots: number
  used_slots: number
  most_used_slots: number
}

const pause = 1000
const counted = /^(task_(accepted|restarted|finished)|action_(started|finished|retried|requeued|resumed)|node_(joined|left))$/

/** The statistics of the cluster or of a node. After an event only the periods that it may have changed are asked for. */
export function useStatistics(span: Span, node?: string) {
  const client = useQueryClient()
  const log = useEventLog()
  const query = useQuery({
    queryKey: ['statistics', span, node ?? null],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<StatisticsView>(['statistics', span, node ?? null])
      const since = known?.periods.at(-1)?.at
      const view = await get<StatisticsView>('statistics', { span, node, since }, signal)
      return since && known ? joined(known, view, span) : view
    },
  })

  useEffect(() => {
    let seen = log.events[0]?.number ?? 0
    let [asking, again, over] = [false, false, false]
    const ask = async () => {
      again = true
      if (asking) return
      asking = true
      while (again && !over) {
        again = false
        await client.invalidateQueries({ queryKey: ['statistics', span, node ?? null] })
        await new Promise(resolve => setTimeout(resolve, pause))
      }
      asking = false
    }
    const end = log.subscribe(() => {
      const fresh = log.events.findIndex(event => event.number <= seen)
      const events = fresh < 0 ? log.events : log.events.slice(0, fresh)
      seen = log.events[0]?.number ?? 0
      if (events.some(event => counted.test(event.kind))) void ask()
    })
    return () => {
      end()
      over = true
    }
  }, [client, log, span, node])

  return query
}

const kept: Record<Span, number> = { hour: 360, day: 288 }

/** What was known with what is new; the last period that was known went on. */
function joined(known: StatisticsView, fresh: StatisticsView, span: Span): StatisticsView {
  const first = fresh.periods[0]
  // A manager that was restarted counts anew, and knows of nothing before.
  if (!first || Date.parse(first.at) > Date.parse(known.periods.at(-1)!.at)) return fresh
  return { ...fresh, periods: [...known.periods.filter(period => period.at < first.at), ...fresh.periods].slice(-kept[span]) }
}

export const endedOf = (counts: EndCounts) => counts.success + counts.fail + counts.error + counts.kill + counts.terminate + counts.cancel
export const failedOf = (counts: EndCounts) => counts.fail + counts.error
export const givenUpOf = (counts: EndCounts) => counts.kill + counts.terminate + counts.cancel

/** Several periods as one, for tables and sums. */
export function sumOf(periods: readonly StatisticsPeriod[]): StatisticsPeriod {
  const sum: StatisticsPeriod = {
    at: periods[0]?.at ?? '',
    tasks_accepted: 0,
    tasks_ended: none(),
    attempts_started: 0,
    actions_ended: none(),
    attempts_repeated: 0,
    waited: { count: 0, total_seconds: 0, longest_seconds: 0 },
    ran: { count: 0, total_seconds: 0, longest_seconds: 0 },
    slots: 0,
    used_slots: 0,
    most_used_slots: 0,
  }
  for (const period of periods) {
    sum.tasks_accepted += period.tasks_accepted
    sum.attempts_started += period.attempts_started
    sum.attempts_repeated += period.attempts_repeated
    for (const status of statuses) {
      sum.tasks_ended[status] += period.tasks_ended[status]
      sum.actions_ended[status] += period.actions_ended[status]
    }
    for (const times of ['waited', 'ran'] as const) {
      sum[times].count += period[times].count
      sum[times].total_seconds += period[times].total_seconds
      sum[times].longest_seconds = Math.max(sum[times].longest_seconds, period[times].longest_seconds)
    }
    sum.slots += period.slots / periods.length
    sum.used_slots += period.used_slots / periods.length
    sum.most_used_slots = Math.max(sum.most_used_slots, period.most_used_slots)
  }
  return sum
}

const statuses: Status[] = ['success', 'fail', 'error', 'kill', 'terminate', 'cancel']
const none = (): EndCounts => ({ success: 0, fail: 0, error: 0, kill: 0, terminate: 0, cancel: 0 })

export const meanOf = (times: TimesTaken) => (times.count > 0 ? times.total_seconds / times.count : null)
