import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { get } from '../Api/call'
import { useEventLog, type EventLog } from '../Live/LiveProvider'
import { applyEvents, asksAgain, isAbout, type TaskGraphView } from './taskGraph'

const pause = 250
const pauseOfQuestions = 1000

/** A task's graph, kept true by the events themselves: only what an event does not tell is asked for. */
export function useTaskGraph(task: string) {
  const client = useQueryClient()
  const log = useEventLog()
  const query = useQuery({
    queryKey: ['task-graph', task],
    queryFn: async ({ signal }) => {
      // What happens while the answer is on its way may be missing in it.
      const asked = latest(log)
      const view = await get<TaskGraphView>(`tasks/${task}/graph`, undefined, signal)
      return applyEvents(view, since(log, asked).filter(event => isAbout(event, task)))
    },
  })

  useEffect(() => {
    let seen = latest(log)
    let timer: ReturnType<typeof setTimeout> | undefined
    let [asking, again, over] = [false, false, false]
    // One question at a time, with a pause between; what asks while one is under way is part of the next.
    const ask = async () => {
      again = true
      if (asking) return
      asking = true
      while (again && !over) {
        again = false
        await client.invalidateQueries({ queryKey: ['task-graph', task] })
        await new Promise(resolve => setTimeout(resolve, pauseOfQuestions))
      }
      asking = false
    }
    const take = () => {
      timer = undefined
      const fresh = since(log, seen)
      if (fresh.length === 0) return
      const missed = fresh[0]!.number > seen + 1
      seen = latest(log)
      const mine = fresh.filter(event => isAbout(event, task))
      if (mine.length > 0) client.setQueryData<TaskGraphView>(['task-graph', task], known => known && applyEvents(known, mine))
      if (missed || mine.some(event => asksAgain(event, client.getQueryData<TaskGraphView>(['task-graph', task])))) void ask()
    }
    const end = log.subscribe(() => { timer ??= setTimeout(take, pause) })
    return () => {
      end()
      clearTimeout(timer)
      over = true
    }
  }, [client, log, task])

  return query
}

const latest = (log: EventLog) => log.events[0]?.number ?? 0
const since = (log: EventLog, number: number) => log.events.filter(event => event.number > number).reverse()
