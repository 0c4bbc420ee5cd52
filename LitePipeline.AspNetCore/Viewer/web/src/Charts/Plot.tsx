import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize, useMediaQuery } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'

export interface PlotSeries {
  label: string
  /** The name of a colour of `paints`. */
  colour: keyof Paints
  values: (number | null)[]
  kind: 'bars' | 'area' | 'line'
  dash?: number[]
}

interface Props {
  /** Seconds since 1970, one for each value. */
  times: number[]
  /** Those drawn first lie behind the others; bars are given as they stack, the whole first. */
  series: PlotSeries[]
  from: number
  to: number
  /** How a value of the left axis is written. */
  text: (value: number) => string
  whole?: boolean
  height?: number
}

export interface Paints {
  good: string
  bad: string
  other: string
  main: string
  second: string
  faint: string
}

const paints: Record<'light' | 'dark', Paints & { axis: string; grid: string }> = {
  light: { good: '#2b8a3e', bad: '#c92a2a', other: '#8e4bb8', main: '#1c6fc0', second: '#c2620a', faint: '#b6bec8', axis: '#545c66', grid: '#e6e9ed' },
  dark: { good: '#51cf66', bad: '#ff6b6b', other: '#c99af0', main: '#4dabf7', second: '#ffa94d', faint: '#5c646d', axis: '#a6adb6', grid: '#2c3035' },
}

// Where the user has chosen the colours, shapes alone tell the series apart.
const forced = { good: 'CanvasText', bad: 'Highlight', other: 'GrayText', main: 'CanvasText', second: 'Highlight', faint: 'GrayText', axis: 'CanvasText', grid: 'GrayText' }

/** A chart on a canvas. Its words and numbers stand beside it: it is nothing for screen readers. */
export function Plot({ times, series, from, to, text, whole, height = 170 }: Props) {
  const scheme = useComputedColorScheme('light')
  const isForced = useMediaQuery('(forced-colors: active)') ?? false
  const { ref, width } = useElementSize()
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const data = [times, ...series.map(one => one.values)] as uPlot.AlignedData
  const latest = useRef({ data, from, to })
  latest.current = { data, from, to }
  const kinds = series.map(one => `${one.label}/${one.colour}/${one.kind}`).join()

  useEffect(() => {
    if (width < 40 || !host.current) return
    const colours = isForced ? forced : paints[scheme]
    const axis: uPlot.Axis = { stroke: colours.axis, font: '11px system-ui, sans-serif', grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } }
    const made = new uPlot(
      {
        width,
        height,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, range: () => [latest.current.from, latest.current.to] }, y: { range: (_, __, most) => [0, Math.max(most * 1.08, whole ? 1 : 0.01)] } },
        axes: [
          { ...axis, size: 26, gap: 4, space: 70, values: (_, marks) => marks.map(mark => clock.format(mark * 1000)) },
          { ...axis, size: 52, values: (_, marks) => marks.map(mark => (whole && !Number.isInteger(mark) ? '' : text(mark))) },
        ],
        series: [
          {},
          ...series.map((one): uPlot.Series => ({
            label: one.label,
            stroke: colours[one.colour],
            width: one.kind === 'bars' ? 0 : 1.8,
            dash: one.dash,
            points: { show: false },
            spanGaps: false,
            ...(one.kind === 'bars' ? { fill: colours[one.colour], paths: uPlot.paths.bars!({ size: [0.86, 40, 1.5], align: 1 }) } : {}),
            ...(one.kind === 'area' ? { fill: `color-mix(in srgb, ${colours[one.colour]} 22%, transparent)`, paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
            ...(one.kind === 'line' ? { points: { show: true, size: 4, fill: colours[one.colour] } } : {}),
          })),
        ],
      },
      latest.current.data,
      host.current)
    plot.current = made
    return () => {
      made.destroy()
      plot.current = null
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [width, height, scheme, isForced, kinds])

  useEffect(() => {
    plot.current?.setData(data)
  })

  return <div ref={ref} aria-hidden style={{ minHeight: height }}><div ref={host} /></div>
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
