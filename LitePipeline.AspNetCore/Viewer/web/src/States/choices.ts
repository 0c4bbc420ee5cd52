import type { Stage, Status } from '../Api/records'
import { stateText } from './StateBadge'

const stages: Stage[] = ['pending', 'running', 'stopping', 'recovering', 'finished']
const statuses: Status[] = ['success', 'fail', 'error', 'kill', 'terminate', 'cancel']

export const stageChoices = stages.map(value => ({ value, label: stateText(value) }))

export const statusChoices = statuses.map(value => ({ value, label: stateText(value) }))

export const enabledChoices = [{ value: 'true', label: 'Enabled' }, { value: 'false', label: 'Disabled' }]
