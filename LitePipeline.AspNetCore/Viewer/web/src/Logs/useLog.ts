import { useEffect, useRef, useState } from 'react'
import { route, segment } from '../Api/place'
import { asRefusal, type Refusal } from '../Api/refusal'
import { openStream } from '../Live/stream'
import { sizeText } from '../Text/sizes'

const mostLines = 50_000

export interface Log {
  lines: readonly string[]
  /** How many lines at the beginning are not kept here. */
  dropped: number
  /** How many bytes have been read. */
  read: number
  state: 'reading' | 'ended' | 'refused' | 'lost'
  refusal: Refusal | null
}

const empty: Log = { lines: [], dropped: 0, read: 0, state: 'reading', refusal: null }

/** Follows the output of an action's attempt, to its end. Of a long one only the end is kept. */
export function useLog(task: string, action: string, attempt: number | null): Log {
  const [log, setLog] = useState(empty)
  const current = useRef(empty)

  useEffect(() => {
    let next = 0
    let frame = 0
    let partial = ''
    let kept: string[] = []
    let dropped = 0
    const tell = (change: Partial<Log>) => {
      current.current = { ...current.current, ...change }
      frame ||= requestAnimationFrame(show)
    }
    // At most once a frame, however fast the output comes.
    const show = () => {
      frame = 0
      setLog({ ...current.current, lines: partial ? [...kept, partial] : kept.slice(), dropped, read: next })
    }
    current.current = empty
    setLog(empty)

    const close = openStream(() => route(`tasks/${task}/actions/${segment(action)}/log/events`, { offset: next, attempt }), {
      item(type, data) {
        if (type === 'end') {
          close()
          tell({ state: 'ended' })
        } else if (type === 'output') {
          const part = JSON.parse(data) as { next: number; left_out: number; text: string }
          next = part.next
          if (part.left_out > 0) partial = `${partial}\n[${sizeText(part.left_out)} are missing here: the log had become too long]\n`
          const [first = '', ...rest] = plain(partial + part.text).split('\n')
          partial = rest.pop() ?? first
          if (rest.length > 0 || partial !== first) kept.push(first, ...rest)
          if (kept.length > mostLines * 1.1) {
            dropped += kept.length - mostLines
            kept = kept.slice(-mostLines)
          }
          tell({ state: 'reading', refusal: null })
        }
      },
      lost(refusal, retryIn) {
        tell({ state: retryIn === null ? 'refused' : 'lost', refusal: asRefusal(refusal) })
      },
    })
    return () => {
      close()
      cancelAnimationFrame(frame)
    }
  }, [task, action, attempt])
  return log
}

// What paints a terminal is no text, and a line that is written over itself shows its last state.
const plain = (text: string) => text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/\r\n/g, '\n').replace(/[^\n]*\r(?=[^\n])/g, '')
