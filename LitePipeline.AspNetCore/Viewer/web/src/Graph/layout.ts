import ELK, { type ElkNode } from 'elkjs/lib/elk-api'
import workerAddress from 'elkjs/lib/elk-worker.min.js?url'
import { idOf, rootId, type Group, type Link } from './groups'

export interface Box {
  id: string
  /** The open group that it is in. */
  parent: string
  x: number
  y: number
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** Where everything stands, and along which points each link leads, within its group. */
export interface Placement {
  boxes: Map<string, Box>
  routes: Map<Link, Point[]>
}

export type Direction = 'RIGHT' | 'DOWN'

export const sizes = { item: { width: 212, height: 60 }, group: { width: 232, height: 84 }, header: 46, padding: 16, gap: 16 }

let elk: InstanceType<typeof ELK> | undefined
// A worker that is a file of this build: the content security policy lets in no other.
const engine = () => (elk ??= new ELK({ workerFactory: () => new Worker(workerAddress) }))

/** Places all that is shown: what leads to something stands before it; members of a group that lead nowhere within it stand in rows. */
export async function placeAll(root: Group, opened: ReadonlySet<string>, links: readonly Link[], direction: Direction): Promise<Placement> {
  const boxes = new Map<string, Box>()
  const routes = new Map<Link, Point[]>()
  const inside = new Map<string, Link[]>()
  for (const link of links) inside.set(link.container, [...(inside.get(link.container) ?? []), link])
  await place(root)
  return { boxes, routes }

  async function place(group: Group): Promise<{ width: number; height: number }> {
    const children = await Promise.all(group.children.map(async child => {
      if (child.item) return { id: idOf(child), ...sizes.item }
      if (!opened.has(child.group.id)) return { id: idOf(child), ...sizes.group }
      const size = await place(child.group)
      return { id: idOf(child), width: Math.max(size.width, sizes.group.width), height: size.height }
    }))
    const own = inside.get(group.id) ?? []
    const top = group.id === rootId ? 0 : sizes.header
    const margin = group.id === rootId ? 0 : sizes.padding
    const placed = own.length > 0 ? await layered(children, own) : inRows(children)
    for (const box of placed.children) boxes.set(box.id, { ...box, parent: group.id, x: box.x + margin, y: box.y + top })
    for (const link of own) routes.set(link, (routes.get(link) ?? []).map(point => ({ x: point.x + margin, y: point.y + top })))
    return { width: placed.width + 2 * margin, height: placed.height + top + margin }
  }

  async function layered(children: Sized[], own: Link[]) {
    const graph: ElkNode = {
      id: 'graph',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': direction,
        'elk.layered.spacing.nodeNodeBetweenLayers': '64',
        'elk.spacing.nodeNode': String(sizes.gap),
        'elk.spacing.componentComponent': '32',
        // In the order in which they were written, where nothing speaks against it.
        'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
        'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      },
      children: children.map(child => ({ ...child })),
      edges: own.map((link, index) => ({ id: String(index), sources: [link.source], targets: [link.target] })),
    }
    const done = await engine().layout(graph)
    for (const edge of done.edges ?? []) {
      const section = edge.sections?.[0]
      if (section) routes.set(own[Number(edge.id)]!, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint])
    }
    return {
      width: done.width ?? 0,
      height: done.height ?? 0,
      children: (done.children ?? []).map(child => ({ id: child.id, x: child.x ?? 0, y: child.y ?? 0, width: child.width ?? 0, height: child.height ?? 0 })),
    }
  }

  function inRows(children: Sized[]) {
    const columns = direction === 'DOWN' ? 1 + Math.floor(children.length / 30) : Math.max(1, Math.round(Math.sqrt(children.length * 0.5)))
    const placed: (Sized & { x: number; y: number })[] = []
    let [x, y, width, height, inRow] = [0, 0, 0, 0, 0]
    const endRow = () => {
      if (inRow === 0) return
      width = Math.max(width, x - sizes.gap)
      y += height + sizes.gap
      ;[x, height, inRow] = [0, 0, 0]
    }
    for (const child of children) {
      // An open group has a row of its own.
      const isWide = child.height > sizes.group.height
      if (isWide || inRow === columns) endRow()
      placed.push({ ...child, x, y })
      x += child.width + sizes.gap
      height = Math.max(height, child.height)
      inRow++
      if (isWide) endRow()
    }
    endRow()
    return { width, height: Math.max(0, y - sizes.gap), children: placed }
  }
}

interface Sized {
  id: string
  width: number
  height: number
}
