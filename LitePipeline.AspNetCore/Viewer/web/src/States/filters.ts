import type { Stage, Status } from '../Api/records'
import type { Filter } from '../Lists/Filters'
import { stateText } from './StateBadge'

const stages: Stage[] = ['pending', 'running', 'stopping', 'recovering', 'finished']
const statuses: Status[] = ['success', 'fail', 'error', 'kill', 'terminate', 'cancel']

export const byStage: Filter = { name: 'stage', label: 'Stage', choices: stages.map(value => ({ value, label: stateText(value) })) }
export const byStatus: Filter = { name: 'status', label: 'Status', choices: statuses.map(value => ({ value, label: stateText(value) })) }
export const byEnabled: Filter = { name: 'enabled', label: 'Enabled', choices: [{ value: 'true', label: 'Enabled' }, { value: 'false', label: 'Disabled' }] }
