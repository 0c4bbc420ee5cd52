import { IconCircleCheck, IconHandStop } from '@tabler/icons-react'
import type { NodeView } from '../Api/records'

export function NodeBadge({ node }: { node: NodeView }) {
  return node.draining
    ? <span className="lp-state" data-state="stopping"><IconHandStop size={15} aria-hidden />Draining</span>
    : <span className="lp-state" data-state="success"><IconCircleCheck size={15} aria-hidden />Connected</span>
}
