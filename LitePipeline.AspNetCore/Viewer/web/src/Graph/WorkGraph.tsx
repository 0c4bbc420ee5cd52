import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import type { WorkDetails, WorkflowConfiguration } from '../Api/records'
import { stateOf, type State } from '../States/StateBadge'
import type { GraphItem } from './graphItems'
import { RunGraph } from './RunGraph'

/** A work's applications as a live graph; each leads to its task. */
export function WorkGraph({ details, height }: { details: WorkDetails; height?: string }) {
  const navigate = useNavigate()
  const items = useMemo(() => itemsOf(details.work.configuration, details), [details])
  const open = (name: string) => {
    const task = details.steps.find(step => step.name === name)?.task
    if (task) void navigate(`/tasks/${task}`)
  }
  return <RunGraph items={items} label={`the work ${details.work.name}`} noun="application" open={open} height={height} />
}

/** A workflow's applications as a graph. */
export function WorkflowGraph({ name, configuration, open, height }: { name: string; configuration: WorkflowConfiguration; open?: (application: string) => void; height?: string }) {
  const items = useMemo(() => itemsOf(configuration, null), [configuration])
  return <RunGraph items={items} label={`the workflow ${name}`} noun="application" open={open && (item => { const id = idOf(configuration, item); if (id) open(id) })} height={height} />
}

// How the manager names the applications that answer the end.
const events = ['success', 'fail'] as const

const idOf = (configuration: WorkflowConfiguration, name: string) =>
  configuration.applications.find(application => application.name === name)?.app_id ?? configuration.event_applications?.[name as 'success' | 'fail']?.app_id

function itemsOf(configuration: WorkflowConfiguration, details: WorkDetails | null): GraphItem[] {
  const steps = new Map(details?.steps.map(step => [step.name, step]))
  const applications = configuration.applications ?? []
  const item = (name: string, condition: string[], note?: string): GraphItem => {
    const step = steps.get(name)
    return { name, condition, generatedBy: null, generation: 0, note, state: step ? stateOf(step) : rest(condition) }
  }
  const rest = (condition: string[]): State | null => {
    if (!details) return null
    if (details.work.state.stage === 'finished') return 'cancel'
    return condition.every(before => steps.get(before)?.status === 'success') ? 'waiting' : 'pending'
  }
  const names = new Set(applications.map(application => application.name))
  const leads = new Set(applications.flatMap(application => application.condition ?? []))
  const before = (event: 'success' | 'fail') => applications
    .filter(application => (event === 'success' ? !leads.has(application.name) : steps.get(application.name)?.status === 'fail'))
    .map(application => application.name)
  return [
    ...applications.map(application => item(application.name, application.condition ?? [])),
    // Of a work those that have run; of a workflow those that may.
    ...events.filter(event => !names.has(event) && (details ? steps.has(event) : configuration.event_applications?.[event])).map(event => item(event, before(event), event === 'fail' ? 'at a failure' : 'at the end')),
  ]
}
