import { ActionIcon, Button, Group, Switch, Text, TextInput, Tooltip } from '@mantine/core'
import { IconArrowBarToUp, IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { segment } from '../Api/place'
import { DownloadButton } from '../Dialogs/DownloadButton'
import { Notice } from '../Shell/Notice'
import { countText, sizeText } from '../Text/sizes'
import { useLog, type Log } from './useLog'

/** An action's output as it comes: to follow, to search, to download. */
export function LogView({ task, action, attempt }: { task: string; action: string; attempt: number | null }) {
  const log = useLog(task, action, attempt)
  const [follow, setFollow] = useState(true)
  const [search, setSearch] = useState('')
  const [match, setMatch] = useState(0)
  // Grows with each wish to see a match, also one that is the same line again.
  const [wish, setWish] = useState(0)
  const matches = useMemo(() => findAll(log.lines, search), [log.lines, search])
  const present = matches.length === 0 ? 0 : Math.min(match, matches.length - 1)
  const go = (by: number) => {
    if (matches.length === 0) return
    setFollow(false)
    setMatch((present + by + matches.length) % matches.length)
    setWish(before => before + 1)
  }
  return (
    <div>
      <Group gap="sm" mb="xs">
        <TextInput
          size="xs"
          w={230}
          aria-label="Search the log"
          placeholder="Search"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={event => { setSearch(event.currentTarget.value); setMatch(0); setWish(before => before + 1); setFollow(false) }}
          onKeyDown={event => { if (event.key === 'Enter') { event.preventDefault(); go(event.shiftKey ? -1 : 1) } }}
        />
        <Group gap={2}>
          <Tooltip label="The one before"><ActionIcon variant="subtle" color="gray" aria-label="The match before" onClick={() => go(-1)} disabled={matches.length === 0}><IconArrowUp size={16} aria-hidden /></ActionIcon></Tooltip>
          <Tooltip label="The next one"><ActionIcon variant="subtle" color="gray" aria-label="The next match" onClick={() => go(1)} disabled={matches.length === 0}><IconArrowDown size={16} aria-hidden /></ActionIcon></Tooltip>
          <Text size="sm" c="dimmed" aria-live="polite" miw={60}>{search && (matches.length === 0 ? 'Not found' : `${present + 1} of ${matches.length.toLocaleString()}`)}</Text>
        </Group>
        <Switch size="sm" label="Follow" checked={follow} onChange={event => setFollow(event.currentTarget.checked)} />
        <DownloadButton small label="Download the log" path={`tasks/${task}/actions/${segment(action)}/log`} query={{ attempt }} name={`${task}.${action}.log`} />
        <Text size="sm" c="dimmed" ml="auto">{stateText(log)}</Text>
      </Group>
      {log.refusal && log.state === 'refused' && <Notice tone="waits" title="The log cannot be read" role="alert">{log.refusal.message}</Notice>}
      {log.begin !== 0 && (
        <Group gap="sm" mb="xs">
          <Text size="sm" c="dimmed">{log.begin === null ? 'Its beginning is not kept here.' : `The first ${sizeText(log.begin)} are not shown, the last ${countText(log.lines.length, 'line')} are.`} Download the log to have all of it.</Text>
          {log.readEarlier && <Button size="compact-xs" variant="default" leftSection={<IconArrowBarToUp size={14} aria-hidden />} onClick={() => { setFollow(false); log.readEarlier?.() }}>Load earlier</Button>}
        </Group>
      )}
      <Lines log={log} follow={follow} onLeave={() => setFollow(false)} search={search} target={search && !follow ? (matches[present] ?? null) : null} wish={wish} label={`Output of ${action}`} />
    </div>
  )
}

function Lines({ log, follow, onLeave, search, target, wish, label }: { log: Log; follow: boolean; onLeave: () => void; search: string; target: number | null; wish: number; label: string }) {
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({ count: log.lines.length, getScrollElement: () => frame.current, estimateSize: () => 19, overscan: 30 })
  useEffect(() => {
    if (follow && log.lines.length > 0) rows.scrollToIndex(log.lines.length - 1, { align: 'end' })
  }, [follow, log.lines, rows])
  // What is read before the first line leaves that one where it was.
  const known = useRef({ begin: log.begin, count: 0 })
  useLayoutEffect(() => {
    const { begin, count } = known.current
    if (log.begin !== null && begin !== null && log.begin < begin && count > 0) rows.scrollToIndex(log.lines.length - count, { align: 'start' })
    known.current = { begin: log.begin, count: log.lines.length }
  }, [log.begin, log.lines, rows])
  useEffect(() => {
    if (target !== null) rows.scrollToIndex(target, { align: 'center' })
  }, [target, wish, rows])
  return (
    <div ref={frame} className="lp-log" tabIndex={0} role="log" aria-live="off" aria-label={label} onWheel={event => { if (event.deltaY < 0) onLeave() }} onKeyDown={event => { if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) onLeave() }}>
      {log.lines.length === 0 && <Text size="sm" p="xs">{log.state === 'ended' ? 'It wrote nothing.' : log.state === 'refused' ? 'There is nothing to show.' : 'Nothing was written yet.'}</Text>}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(row => (
          <div key={row.index} ref={rows.measureElement} data-index={row.index} className={row.index === target ? 'lp-line lp-target' : 'lp-line'} style={{ transform: `translateY(${row.start}px)` }}>
            {marked(log.lines[row.index] ?? '', search)}
          </div>
        ))}
      </div>
    </div>
  )
}

function findAll(lines: readonly string[], search: string): number[] {
  if (!search) return []
  const wanted = search.toLowerCase()
  const found: number[] = []
  lines.forEach((line, index) => { if (line.toLowerCase().includes(wanted)) found.push(index) })
  return found
}

function marked(line: string, search: string): ReactNode {
  if (!search) return line || '\u200b'
  const parts: ReactNode[] = []
  const [lower, wanted] = [line.toLowerCase(), search.toLowerCase()]
  let from = 0
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(line.slice(from, at), <mark key={at}>{line.slice(at, at + search.length)}</mark>)
    from = at + search.length
  }
  parts.push(line.slice(from) || (from === 0 ? '\u200b' : ''))
  return parts
}

function stateText(log: Log): string {
  const size = sizeText(log.end)
  switch (log.state) {
    case 'reading': return `${size}, live`
    case 'ended': return `${size}, ended`
    case 'lost': return 'Connection lost; tried again'
    case 'refused': return ''
  }
}
