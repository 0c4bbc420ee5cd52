import { Alert, useComputedColorScheme } from '@mantine/core'
import { Background, BackgroundVariant, Controls, MarkerType, MiniMap, ReactFlow, ReactFlowProvider, Position, useReactFlow, useStore } from '@xyflow/react'
import { useEffect, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { worstOf, type GraphItem } from './graphItems'
import { itemId, linksOf, rootId, type Group } from './groups'
import { nodeTypes, type ShownNode } from './GraphNodes'
import { placeAll, type Box, type Placement } from './layout'
import { LinkLine, type LinkEdge } from './LinkLine'
import { cornerOf, nextTo } from './neighbours'

interface Props {
  root: Group
  paths: Map<string, string[]>
  label: string
  opened: ReadonlySet<string>
  toggle: (id: string) => void
  chosen: string | null
  open?: (name: string) => void
  vertical: boolean
  height: string
  ref: Ref<Canvas>
}

export interface Canvas {
  /** Moves to an item as soon as it has its place. */
  show(name: string): void
}

// Where all boxes may be in the document the keyboard reaches all of them.
const allRendered = 120
// So few are seen at a glance.
const fewNodes = 14

/** The picture itself. What is placed anew glides there; what is new appears at its place. */
export function GraphCanvas(props: Props) {
  return <ReactFlowProvider><Inner {...props} /></ReactFlowProvider>
}

function Inner({ root, paths, label, opened, toggle, chosen, open, vertical, height, ref }: Props) {
  const scheme = useComputedColorScheme('light')
  const flow = useReactFlow()
  const ready = useStore(store => store.width > 0 && store.panZoom !== null)
  const space = useStore(store => `${store.width}x${store.height}`)
  const [picture, setPicture] = useState<Placement>({ boxes: new Map(), routes: new Map() })
  const [failure, setFailure] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const fitted = useRef<{ picture: Placement; space: string } | null>(null)
  // Whoever has moved the picture wants it to stay so.
  const moved = useRef(false)
  const frame = useRef<HTMLDivElement>(null)

  const links = useMemo(() => linksOf(root.items, paths, opened), [root, paths, opened])
  const shown = useMemo(() => shownIn(root, opened), [root, opened])
  // States change all the time; what stands where changes only with what there is.
  const shape = useMemo(
    () => [vertical, ...shown.map(child => `${child.id}${child.opened ? '+' : ''}`), '', ...links.map(link => `${link.source}>${link.target}`)].join('\n'),
    [shown, links, vertical])

  useEffect(() => {
    let over = false
    placeAll(root, opened, links, vertical ? 'DOWN' : 'RIGHT').then(
      placement => {
        if (over) return
        setPicture(placement)
        setFailure(null)
      },
      error => { if (!over) setFailure(error instanceof Error ? error.message : String(error)) })
    return () => { over = true }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape])

  useImperativeHandle(ref, () => ({
    show(name) {
      wanted.current = itemId(name)
      centre()
    },
  }))

  function centre() {
    const id = wanted.current
    const box = id && picture.boxes.get(id)
    if (!id || !box) return
    wanted.current = null
    const { x, y } = cornerOf(id, picture.boxes)
    void flow.setCenter(x + box.width / 2, y + box.height / 2, { zoom: 1, duration: still() ? 0 : 350 })
  }

  const nodes = useMemo(() => nodesOf(shown, picture.boxes, { chosen, vertical, toggle, open }), [shown, picture, chosen, vertical, open])
  const edges = useMemo(() => edgesOf(picture, shown, chosen), [picture, shown, chosen])

  // The whole picture at first and when it has grown; what a user looks for goes before.
  useEffect(() => {
    if (!ready || nodes.length === 0) return
    if (wanted.current) {
      requestAnimationFrame(centre)
      return
    }
    if (fitted.current?.picture === picture && fitted.current.space === space) return
    const first = fitted.current === null
    fitted.current = { picture, space }
    if (moved.current) return
    if (!first && nodes.length > fewNodes && chosen !== null && picture.boxes.has(itemId(chosen))) {
      wanted.current = itemId(chosen)
      requestAnimationFrame(centre)
      return
    }
    requestAnimationFrame(() => void flow.fitView({ padding: 0.08, maxZoom: 1, minZoom: vertical ? 0.35 : 0.2, duration: first || still() ? 0 : 350 }))
  })

  const move = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest('.react-flow__node')?.getAttribute('data-id')
    const to = id && nextTo(id, event.key, picture.boxes)
    if (!to) return
    event.preventDefault()
    frame.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(to)}"] button`)?.focus()
  }

  // A box that gets the focus beyond the edge is brought into view.
  const follow = (event: React.FocusEvent) => {
    const box = (event.target as HTMLElement).closest('.react-flow__node')
    const around = frame.current?.getBoundingClientRect()
    if (!box || !around || !(event.target as HTMLElement).matches(':focus-visible')) return
    frame.current?.querySelector('.react-flow')?.scrollTo(0, 0)
    const place = box.getBoundingClientRect()
    if (place.left >= around.left && place.right <= around.right && place.top >= around.top && place.bottom <= around.bottom) return
    wanted.current = box.getAttribute('data-id')
    centre()
  }

  if (failure) return <Alert color="red" title="The graph cannot be drawn">{failure} The list shows the same.</Alert>
  return (
    <div className="lp-canvas" ref={frame} style={{ height }} role="region" aria-label={`Graph of ${label}`} aria-busy={picture.boxes.size === 0} data-nodes={picture.boxes.size} onKeyDown={move} onFocus={follow}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onlyRenderVisibleElements={nodes.length > allRendered}
        minZoom={0.05}
        maxZoom={1.6}
        zoomOnDoubleClick={false}
        preventScrolling
        disableKeyboardA11y
        onMove={event => { if (event) moved.current = true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1} />
        <Controls showInteractive={false} aria-label="Zoom" onFitView={() => { moved.current = false }} />
        {!vertical && nodes.length > fewNodes && <MiniMap style={{ width: 150, height: 100 }} pannable zoomable ariaLabel={`Overview of the graph of ${label}`} nodeClassName={node => `lp-mini lp-mini-${stateOfNode(node as ShownNode)}`} nodeStrokeWidth={4} />}
      </ReactFlow>
    </div>
  )
}

const edgeTypes = { link: LinkLine }

const still = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

interface Shown {
  id: string
  parent: string
  item: GraphItem | null
  group: Group | null
  opened: boolean
}

// Open groups stand before their members, as the library wants it.
function shownIn(group: Group, opened: ReadonlySet<string>, found: Shown[] = []): Shown[] {
  for (const child of group.children) {
    if (child.item) found.push({ id: itemId(child.item.name), parent: group.id, item: child.item, group: null, opened: false })
    else {
      const isOpen = opened.has(child.group.id)
      found.push({ id: child.group.id, parent: group.id, item: null, group: child.group, opened: isOpen })
      if (isOpen) shownIn(child.group, opened, found)
    }
  }
  return found
}

function nodesOf(shown: Shown[], boxes: Map<string, Box>, { chosen, vertical, toggle, open }: Pick<Props, 'chosen' | 'vertical' | 'toggle' | 'open'>): ShownNode[] {
  return shown.flatMap((child): ShownNode[] => {
    const box = boxes.get(child.id)
    // It has no place yet, or stood somewhere else when the places were given.
    if (!box || box.parent !== child.parent || (child.parent !== rootId && !boxes.has(child.parent))) return []
    const common = {
      id: child.id,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      // Known before anything is measured, so that a link never waits for its ends.
      measured: { width: box.width, height: box.height },
      handles: vertical
        ? [{ type: 'target' as const, position: Position.Top, x: box.width / 2, y: 0 }, { type: 'source' as const, position: Position.Bottom, x: box.width / 2, y: box.height }]
        : [{ type: 'target' as const, position: Position.Left, x: 0, y: box.height / 2 }, { type: 'source' as const, position: Position.Right, x: box.width, y: box.height / 2 }],
      ...(child.parent === rootId ? {} : { parentId: child.parent }),
    }
    return child.item
      ? [{ ...common, type: 'item', data: { item: child.item, chosen: chosen === child.item.name, vertical, open: open ?? null } }]
      : [{ ...common, type: 'group', data: { id: child.id, title: child.group!.title, items: child.group!.items, opened: child.opened, vertical, toggle } }]
  })
}

function edgesOf({ boxes, routes }: Placement, shown: Shown[], chosen: string | null): LinkEdge[] {
  const names = new Map(shown.map(child => [child.id, child.item?.name ?? child.group!.title]))
  const of = chosen === null ? '' : itemId(chosen)
  return [...routes].flatMap(([link, points]): LinkEdge[] => {
    if (!names.has(link.source) || !names.has(link.target)) return []
    const corner = cornerOf(link.container, boxes)
    const near = link.source === of || link.target === of
    return [{
      id: `${link.source}>${link.target}`,
      type: 'link',
      data: { points: points.map(point => ({ x: point.x + corner.x, y: point.y + corner.y })) },
      source: link.source,
      target: link.target,
      ariaLabel: `${names.get(link.target)} ${link.generated ? 'is generated by' : 'waits for'} ${names.get(link.source)}`,
      className: ['lp-link', near && 'lp-link-near', link.generated && 'lp-link-generated'].filter(Boolean).join(' '),
      markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: near ? 'var(--lp-link-near)' : 'var(--lp-link)' },
      zIndex: near ? 2 : 1,
      ...(link.count > 1 ? { label: link.count.toLocaleString() } : {}),
    }]
  })
}

const stateOfNode = (node: ShownNode) => (node.type === 'item' ? node.data.item.state : node.data.opened ? 'opened' : worstOf(node.data.items))
