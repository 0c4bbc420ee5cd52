import { stateText } from '../States/StateBadge'
import { countStates, type GraphItem } from './graphItems'

/** How many of many are in which state: a bar and the numbers. */
export function StateShares({ items, quiet }: { items: readonly GraphItem[]; quiet?: boolean }) {
  const counts = countStates(items)
  const text = counts.map(([state, count]) => `${count.toLocaleString()} ${stateText(state).toLowerCase()}`).join(', ')
  return (
    <span className="lp-shares">
      <span className="lp-shares-bar" aria-hidden>
        {counts.map(([state, count]) => <span key={state} data-state={state} style={{ flexGrow: count }} />)}
      </span>
      {!quiet && <span className="lp-shares-text" title={text}>{text}</span>}
    </span>
  )
}
