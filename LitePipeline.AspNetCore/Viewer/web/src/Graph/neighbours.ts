import type { Box } from './layout'

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
  let [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  for (let parent = boxes.get(box.parent); parent; parent = boxes.get(parent.parent)) [x, y] = [x + parent.x, y + parent.y]
  return [x, y]
}
