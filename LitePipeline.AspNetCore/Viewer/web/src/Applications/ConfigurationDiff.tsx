import { diffLines } from 'diff'
import { useMemo } from 'react'
import { Notice } from '../Shell/Notice'

interface Line {
  kind: 'same' | 'added' | 'removed' | 'gap'
  before: number | null
  after: number | null
  text: string
}

const context = 3

/** Two configurations line by line, as text with the members in the order in which they were written. */
export function ConfigurationDiff({ before, after, all }: { before: unknown; after: unknown; all: boolean }) {
  const lines = useMemo(() => linesOf(before, after), [before, after])
  if (lines.every(line => line.kind === 'same') && !all) return <Notice tone="plain">Both configurations are the same.</Notice>
  const shown = all ? lines : nearChanges(lines)
  return (
    <div className="lp-panel lp-diff" tabIndex={0} role="region" aria-label="Differences">
      <table>
        <thead className="lp-visually-hidden"><tr><th scope="col">Line before</th><th scope="col">Line after</th><th scope="col">Change</th><th scope="col">Text</th></tr></thead>
        <tbody>
          {shown.map((line, index) => (
            <tr key={index} data-kind={line.kind}>
              <td>{line.before}</td>
              <td>{line.after}</td>
              <td>{line.kind === 'added' ? <span title="added">+</span> : line.kind === 'removed' ? <span title="removed">−</span> : ''}</td>
              <td>{line.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function linesOf(before: unknown, after: unknown): Line[] {
  let [left, right] = [0, 0]
  return diffLines(JSON.stringify(before, null, 2) + '\n', JSON.stringify(after, null, 2) + '\n').flatMap(part =>
    part.value.replace(/\n$/, '').split('\n').map((text): Line => {
      if (part.added) return { kind: 'added', before: null, after: ++right, text }
      if (part.removed) return { kind: 'removed', before: ++left, after: null, text }
      return { kind: 'same', before: ++left, after: ++right, text }
    }))
}

function nearChanges(lines: Line[]): Line[] {
  const near = new Set<number>()
  lines.forEach((line, index) => {
    if (line.kind !== 'same') for (let at = index - context; at <= index + context; at++) near.add(at)
  })
  const shown: Line[] = []
  let skipped = false
  lines.forEach((line, index) => {
    if (near.has(index)) {
      if (skipped) shown.push({ kind: 'gap', before: null, after: null, text: '⋯' })
      skipped = false
      shown.push(line)
    } else skipped = true
  })
  return shown
}
