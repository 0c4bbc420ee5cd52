import type { WorkDetails, WorkStepRecord } from '../Api/records'
import { stateOf, type State } from '../States/StateBadge'

/** One application of a work: where it is, and why it waits if it does. */
export interface StepPicture {
  name: string
  application: string
  condition: string[]
  record: WorkStepRecord | null
  state: State
  waits: string | null
  /** Whether it is the workflow's answer to the work's end. */
  event: 'success' | 'fail' | null
}

/** All applications of a work, in the order of its workflow's configuration. */
export function pictureOf({ work, steps }: WorkDetails): StepPicture[] {
  const records = new Map(steps.map(step => [step.name, step]))
  const pictures = (work.configuration.applications ?? []).map(step => picture(step.name, step.app_id, step.condition ?? [], null))
  for (const event of ['success', 'fail'] as const) {
    const application = work.configuration.event_applications?.[event]?.app_id
    if (application && records.has(event) && !pictures.some(known => known.name === event)) pictures.push(picture(event, application, [], event))
  }
  return pictures

  function picture(name: string, application: string, condition: string[], event: 'success' | 'fail' | null): StepPicture {
    const record = records.get(name) ?? null
    if (record) return { name, application, condition, record, state: stateOf(record), waits: null, event }
    const over = work.state.stage === 'finished'
    const missing = condition.filter(before => records.get(before)?.status !== 'success')
    return { name, application, condition, record, state: over ? 'cancel' : 'waiting', waits: over || missing.length === 0 ? null : `Waits for ${missing.join(', ')}`, event }
  }
}
