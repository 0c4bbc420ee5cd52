import { Handle, Position, type Node, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { StateBadge } from '../States/StateBadge'
import { countText } from '../Text/sizes'
import type { GraphItem } from './graphItems'
import { StateShares } from './StateShares'

export type ItemNode = Node<{ item: GraphItem; chosen: boolean; vertical: boolean; open: ((name: string) => void) | null }, 'item'>
export type GroupNode = Node<{ id: string; title: string; items: GraphItem[]; opened: boolean; vertical: boolean; toggle: (id: string) => void }, 'group'>
export type ShownNode = ItemNode | GroupNode

/** One action: its name and, by colour, shape and word, its state. */
const ItemBox = memo(function ItemBox({ data: { item, chosen, vertical, open } }: NodeProps<ItemNode>) {
  const content = (
    <>
      <span className="lp-node-name">{item.name}{item.state && <span className="lp-comma">,</span>}</span>
      {(item.state ?? item.note) && <span className="lp-node-facts">{item.state && <StateBadge state={item.state} />}{item.note && <span className="lp-node-note">{item.note}</span>}</span>}
    </>
  )
  return (
    <>
      <Handle type="target" position={vertical ? Position.Top : Position.Left} isConnectable={false} />
      {open
        ? <button type="button" className="lp-node" data-state={item.state ?? undefined} data-chosen={chosen || undefined} title={item.name} onClick={() => open(item.name)}>{content}</button>
        : <div className="lp-node" data-state={item.state ?? undefined} title={item.name}>{content}</div>}
      <Handle type="source" position={vertical ? Position.Bottom : Position.Right} isConnectable={false} />
    </>
  )
})

/** Many actions in one box, which opens. */
const GroupBox = memo(function GroupBox({ data: { id, title, items, opened, vertical, toggle } }: NodeProps<GroupNode>) {
  return (
    <>
      <Handle type="target" position={vertical ? Position.Top : Position.Left} isConnectable={false} />
      <div className="lp-group" data-opened={opened || undefined}>
        <button type="button" className="lp-group-head" aria-expanded={opened} onClick={() => toggle(id)} title={opened ? `Close ${title}` : `Open ${title}`}>
          <span className="lp-node-name">{title}</span>
          <span className="lp-group-count">{countText(items.length, 'action')}</span>
        </button>
        <StateShares items={items} quiet={opened} />
      </div>
      <Handle type="source" position={vertical ? Position.Bottom : Position.Right} isConnectable={false} />
    </>
  )
})

export const nodeTypes = { item: ItemBox, group: GroupBox }
