import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { Point } from './layout'

export type LinkEdge = Edge<{ points: Point[] }, 'link'>

const bend = 9

/** A link along the points that the layout has found for it, around what stands between. */
export const LinkLine = memo(function LinkLine({ data, label, markerEnd, sourceX, sourceY, targetX, targetY }: EdgeProps<LinkEdge>) {
  const points = data && data.points.length > 1 ? data.points : [{ x: sourceX, y: sourceY }, { x: targetX, y: targetY }]
  const [x, y] = middleOf(points)
  return <BaseEdge path={pathOf(points)} markerEnd={markerEnd} label={label} labelX={x} labelY={y} labelBgPadding={[4, 2]} labelBgBorderRadius={4} />
})

function pathOf(points: Point[]): string {
  const parts = [`M${points[0]!.x},${points[0]!.y}`]
  for (let place = 1; place < points.length - 1; place++) {
    const [before, here, after] = [points[place - 1]!, points[place]!, points[place + 1]!]
    const [into, out] = [towards(here, before), towards(here, after)]
    parts.push(`L${into.x},${into.y}`, `Q${here.x},${here.y} ${out.x},${out.y}`)
  }
  const last = points.at(-1)!
  parts.push(`L${last.x},${last.y}`)
  return parts.join('')
}

// A point on the way from one to another, as far away as a bend is wide.
function towards(from: Point, to: Point): Point {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(x, y)
  const part = length === 0 ? 0 : Math.min(bend, length / 2) / length
  return { x: from.x + x * part, y: from.y + y * part }
}

function middleOf(points: Point[]): [number, number] {
  let [best, x, y] = [-1, 0, 0]
  for (let place = 1; place < points.length; place++) {
    const [a, b] = [points[place - 1]!, points[place]!]
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    if (length > best) [best, x, y] = [length, (a.x + b.x) / 2, (a.y + b.y) / 2]
  }
  return [x, y]
}
