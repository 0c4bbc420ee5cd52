import { useEffect, useRef, useState } from 'react'
import { route, segment } from '../Api/place'
import { asRefusal, type Refusal } from '../Api/refusal'
import { openStream } from '../Live/stream'
import { sizeText } from '../Text/sizes'

const mostLines = 50_000

/** How much of a long log is read at a time, back from its end. */
const portion = 256 * 1024

/** How much of the beginning a node keeps of a log that had become too long, at the most. */
const keptBeginning = 1024 * 1024

export interface Log {
  lines: readonly string[]
  /** The offset of the first byte that is kept; null where that is not known any more. */
  begin: number | null
  /** The offset of the byte after the last one. */
  end: number
  state: 'reading' | 'ended' | 'refused' | 'lost'
  refusal: Refusal | null
  /** Reads what comes before; null where there is nothing, or no room for it. */
  readEarlier: (() => void) | null
}

interface Part {
  next: number
  left_out: number
  text: string
}

const empty: Log = { lines: [], begin: 0, end: 0, state: 'reading', refusal: null, readEarlier: null }

/** Follows the output of an action's attempt, from near its end to its end; what comes before is read when it is asked for. */
export function useLog(task: string, action: string, attempt: number | null): Log {
  const [log, setLog] = useState(empty)
  const current = useRef(empty)

  useEffect(() => {
    let next: number | null = null
    let begin: number | null = 0
    let frame = 0
    let partial = ''
    let kept: string[] = []
    let closeEarlier: (() => void) | null = null
    const address = (query: { offset?: number; tail?: number }) => route(`tasks/${task}/actions/${segment(action)}/log/events`, { ...query, attempt })
    const tell = (change: Partial<Log>) => {
      current.current = { ...current.current, ...change }
      frame ||= requestAnimationFrame(show)
    }
    // At most once a frame, however fast the output comes.
    const show = () => {
      frame = 0
      const mayRead = begin !== null && begin > 0 && kept.length < mostLines && !closeEarlier
      setLog({ ...current.current, lines: partial ? [...kept, partial] : kept.slice(), begin, end: next ?? 0, readEarlier: mayRead ? readEarlier : null })
    }
    const append = (part: Part) => {
      if (part.left_out > 0) partial = `${partial}\n${missing(part.left_out)}\n`
      const lines = plain(partial + part.text).split('\n')
      partial = lines.pop()!
      kept.push(...lines)
      if (kept.length > mostLines * 1.1) {
        kept = kept.slice(-mostLines)
        begin = null
      }
    }

    const readEarlier = () => {
      const until = begin!
      let earlier = ''
      let from = -1
      const over = () => {
        closeEarlier?.()
        closeEarlier = null
        // Where nothing is, the middle was left out.
        begin = earlier ? from : Math.min(keptBeginning, Math.max(0, until - portion))
        kept = [...plain(earlier || `${missing(until - begin)}\n`).replace(/\n$/, '').split('\n'), ...kept]
        tell({})
      }
      closeEarlier = openStream(() => address({ offset: Math.max(0, until - portion) }), {
        item(type, data) {
          if (closeEarlier === null || type === 'alive') return
          if (type === 'end') return over()
          if (type !== 'output') return
          const part = JSON.parse(data) as Part
          const text = from < 0 ? wholeLines(part, until > portion) : part.text
          if (from < 0) from = part.next - lengthOf(text)
          earlier += part.next > until ? firstBytes(text, lengthOf(text) - (part.next - until)) : text
          if (part.next >= until) over()
        },
        lost(refusal, retryIn) {
          if (retryIn !== null) return
          closeEarlier = null
          tell({ refusal })
        },
      })
      tell({})
    }

    current.current = empty
    setLog(empty)
    const close = openStream(() => address(next === null ? { tail: portion } : { offset: next }), {
      item(type, data) {
        if (type === 'end') {
          close()
          tell({ state: 'ended' })
        } else if (type === 'output') {
          const part = JSON.parse(data) as Part
          if (next === null) {
            // Of less than a portion this is the beginning.
            begin = Math.max(0, part.next - lengthOf(part.text) - part.left_out)
            const text = wholeLines(part, begin > 0)
            if (begin > 0) begin = part.next - lengthOf(text)
            append({ ...part, text })
          } else append(part)
          next = part.next
          tell({ state: 'reading', refusal: null })
        }
      },
      lost(refusal, retryIn) {
        tell({ state: retryIn === null ? 'refused' : 'lost', refusal: asRefusal(refusal) })
      },
    })
    return () => {
      close()
      closeEarlier?.()
      cancelAnimationFrame(frame)
    }
  }, [task, action, attempt])
  return log
}

const missing = (bytes: number) => `[${sizeText(bytes)} are missing here: the log had become too long]`

const encoder = new TextEncoder()
const lengthOf = (text: string) => encoder.encode(text).length
const firstBytes = (text: string, count: number) => new TextDecoder().decode(encoder.encode(text).subarray(0, Math.max(0, count)))

// What begins in the middle of a log begins in the middle of a line, and maybe of a character.
function wholeLines({ text }: Part, inTheMiddle: boolean) {
  const first = inTheMiddle ? text.indexOf('\n') : -1
  return text.slice(first + 1)
}

// What paints a terminal is no text, and a line that is written over itself shows its last state.
const plain = (text: string) => text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/\r\n/g, '\n').replace(/[^\n]*\r(?=[^\n])/g, '')
