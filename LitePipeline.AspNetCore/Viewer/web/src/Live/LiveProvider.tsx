import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { route } from '../Api/place'
import type { PipelineEvent } from '../Api/records'
import type { Refusal } from '../Api/refusal'
import { applyProgress, Refresher, staleKeys } from './freshness'
import { openStream } from './stream'
import { openWhileSeen } from './visibility'

export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; refusal: Refusal; retries: boolean }

/** The latest events, newest first. */
export interface EventLog {
  readonly events: readonly (PipelineEvent & { number: number })[]
  subscribe(listener: () => void): () => void
}

const kept = 500

/** How long the pages wait for the stream of events before they ask for what they show. */
const patience = 1500
const ConnectionContext = createContext<Connection>({ state: 'connecting' })
const EventsContext = createContext<EventLog>({ events: [], subscribe: () => () => {} })

export const useConnection = () => useContext(ConnectionContext)
export const useEventLog = () => useContext(EventsContext)

class KeptEvents implements EventLog {
  events: readonly (PipelineEvent & { number: number })[] = []
  #number = 0
  readonly #listeners = new Set<() => void>()

  add(event: PipelineEvent) {
    this.events = [{ ...event, number: ++this.#number }, ...this.events.slice(0, kept - 1)]
    for (const listener of this.#listeners) listener()
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }
}

const resumed = (data: string) => data !== '' && (JSON.parse(data) as { resumed?: boolean }).resumed === true

/** The one stream of events of this page: it keeps what the pages show fresh, so that none of them polls. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })
  const log = useMemo(() => new KeptEvents(), [])

  useEffect(() => {
    const refresher = new Refresher(client)
    const place = { id: '' }
    return openWhileSeen(() => openStream(() => route('events'), {
      item(type, data) {
        if (type === 'subscribed') {
          setConnection({ state: 'live' })
          // Where the stream does not go on from where it was, what happened meanwhile is in the lists alone.
          if (!resumed(data)) void client.invalidateQueries({ predicate: query => query.state.dataUpdatedAt > 0 || query.state.fetchStatus === 'fetching' })
        } else if (type === 'event') {
          const event = JSON.parse(data) as PipelineEvent
          log.add(event)
          refresher.add(event.kind === 'action_progressed' ? applyProgress(client, event) : staleKeys(event))
        }
      },
      lost(refusal, retryIn) {
        setConnection({ state: 'lost', refusal, retries: retryIn !== null })
      },
    }, place))
  }, [client, log])

  // What is asked for once events come in cannot miss one, and need not be asked for twice.
  const [patient, setPatient] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patience)
    return () => clearTimeout(timer)
  }, [])

  return (
    <ConnectionContext value={connection}>
      <EventsContext value={log}>{patient && connection.state === 'connecting' ? null : children}</EventsContext>
    </ConnectionContext>
  )
}
