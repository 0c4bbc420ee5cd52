import type { Box, Point } from './layout'

const directions: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** The box that an arrow key leads to from another: the nearest in its direction; null for other keys, and where there is none. */
export function nextTo(id: string, key: string, boxes: Map<string, Box>): string | null {
  const direction = directions[key]
  if (!direction || !boxes.has(id)) return null
  const [x, y] = centreOf(id, boxes)
  let best: string | null = null
  let least = Infinity
  for (const other of boxes.keys()) {
    if (other === id) continue
    const [otherX, otherY] = centreOf(other, boxes)
    const ahead = (otherX - x) * direction[0] + (otherY - y) * direction[1]
    const aside = Math.abs((otherX - x) * direction[1]) + Math.abs((otherY - y) * direction[0])
    const distance = ahead + 3 * aside
    if (ahead > 1 && distance < least) [best, least] = [other, distance]
  }
  return best
}

function centreOf(id: string, boxes: Map<string, Box>): [number, number] {
  const box = boxes.get(id)!
  const { x, y } = cornerOf(box.parent, boxes)
  return [x + box.x + box.width / 2, y + box.y + box.height / 2]
}

/** Where a box stands in the whole picture; its corner is that of the picture where there is no such box. */
export function cornerOf(id: string, boxes: Map<string, Box>): Point {
  let [x, y] = [0, 0]
  for (let box = boxes.get(id); box; box = boxes.get(box.parent)) [x, y] = [x + box.x, y + box.y]
  return { x, y }
}
