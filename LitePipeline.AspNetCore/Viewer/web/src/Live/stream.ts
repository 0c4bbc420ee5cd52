import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { ask } from '../Api/call'
import { asRefusal, Refusal } from '../Api/refusal'

export interface StreamHandlers {
  item(type: string, data: string): void
  /** The stream has been opened, for the first time or again. */
  opened?(): void
  /** It broke or could not be opened; it is tried again after so many milliseconds, or not at all when null. */
  lost(refusal: Refusal, retryIn: number | null): void
}

const firstPause = 500
const longestPause = 10_000

/** How far a stream was read: the id of the latest item that had one. It outlives the stream where it is to go on from there. */
export interface Place {
  id: string
}

/**
 * Reads server-sent events until it is closed, and opens the stream again when it breaks. An EventSource would do, but it cannot send a token.
 * `address` is asked for each time the stream is opened.
 */
export function openStream(address: () => string, handlers: StreamHandlers, place: Place = { id: '' }): () => void {
  const closed = new AbortController()
  void run()
  return () => closed.abort()

  async function run() {
    let pause = firstPause
    while (!closed.signal.aborted) {
      try {
        const answer = await ask(address(), { headers: { Accept: 'text/event-stream', ...(place.id ? { 'Last-Event-ID': place.id } : {}) }, signal: closed.signal })
        handlers.opened?.()
        pause = firstPause
        await readAll(answer)
        throw new Refusal('The connection to the manager has ended.', 0)
      } catch (error) {
        if (closed.signal.aborted) return
        const refusal = asRefusal(error)
        // What is refused for good is refused again.
        const final = refusal.status >= 400 && refusal.status < 500 && refusal.status !== 429
        handlers.lost(refusal, final ? null : pause)
        if (final) return
        await wait(pause)
        pause = Math.min(pause * 2, longestPause)
      }
    }
  }

  async function readAll(answer: Response) {
    const parser = createParser({
      onEvent(message: EventSourceMessage) {
        if (closed.signal.aborted) return
        place.id = message.id ?? place.id
        handlers.item(message.event ?? 'message', message.data)
      },
    })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || closed.signal.aborted) return
      parser.feed(value)
    }
  }

  // Sooner where the browser says that the network is back.
  function wait(time: number) {
    return new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        window.removeEventListener('online', done)
        closed.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, time)
      window.addEventListener('online', done)
      closed.signal.addEventListener('abort', done)
    })
  }
}
