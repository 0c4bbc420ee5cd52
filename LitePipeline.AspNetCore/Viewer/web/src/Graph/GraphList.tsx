import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { StateBadge } from '../States/StateBadge'
import { countText } from '../Text/sizes'
import { idOf, type Group } from './groups'
import { StateShares } from './StateShares'

interface Props {
  root: Group
  label: string
  opened: ReadonlySet<string>
  toggle: (id: string) => void
  chosen: string | null
  open?: (name: string) => void
  height: string
}

/** The same as the picture in words: groups that open, and of each item its state and what it waits for. */
export function GraphList({ root, label, opened, toggle, chosen, open, height }: Props) {
  return (
    <div className="lp-graph-list" style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={`List of ${label}`}>
      <Members group={root} opened={opened} toggle={toggle} chosen={chosen} open={open} />
    </div>
  )
}

function Members({ group, opened, toggle, chosen, open }: Omit<Props, 'root' | 'label' | 'height'> & { group: Group }) {
  return (
    <ul>
      {group.children.map(child => child.group
        ? (
            <li key={idOf(child)}>
              <button type="button" className="lp-list-group" aria-expanded={opened.has(child.group.id)} onClick={() => toggle(child.group.id)}>
                {opened.has(child.group.id) ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
                <strong>{child.group.title}</strong> {countText(child.group.items.length, 'action')}
              </button>
              <StateShares items={child.group.items} />
              {opened.has(child.group.id) && <Members group={child.group} opened={opened} toggle={toggle} chosen={chosen} open={open} />}
            </li>
          )
        : (
            <li key={idOf(child)}>
              {open ? <button type="button" className="lp-list-item" aria-current={chosen === child.item.name || undefined} onClick={() => open(child.item.name)}>{child.item.name}</button> : <strong>{child.item.name}</strong>}
              {' '}{child.item.state && <StateBadge state={child.item.state} />}
              {child.item.note && <span className="lp-node-note">{child.item.note}</span>}
              {child.item.condition.length > 0 && <span className="lp-node-note">after {listed(child.item.condition)}</span>}
            </li>
          ))}
    </ul>
  )
}

const listed = (names: string[]) => (names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '))
