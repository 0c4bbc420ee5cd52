// What the API answers, as docs/http-api.md and /openapi/v1.json describe it.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

export interface Page<T> {
  items: T[]
  total: number
  next: string | null
}

export type Stage = 'pending' | 'running' | 'stopping' | 'recovering' | 'finished'
export type Status = 'success' | 'fail' | 'kill' | 'cancel' | 'terminate' | 'error'
export type Role = 'viewer' | 'operator' | 'admin'
export type Signal = 'terminate' | 'kill'

export interface RunState {
  stage: Stage
  status: Status | null
  updated_at: string
  started_at: string | null
  ended_at: string | null
  message: string | null
  stop_signal: Signal | null
}

export interface TaskRecord {
  id: string
  sequence: number
  name: string
  application: string
  version: string
  input: JsonObject
  priority: number
  work: string | null
  service: string | null
  schedule: string | null
  created_at: string
  state: RunState
}

export interface ActionFailure {
  kind: string
  message: string
}

export interface EarlierAttempt {
  attempt: number
  node: string | null
  started_at: string
  ended_at: string
  status: Status
  return_code: number | null
  failure: ActionFailure | null
}

export interface ActionResult {
  data?: JsonObject
  actions?: GeneratedAction[]
}

export interface GeneratedAction {
  name: string
  main?: string
  condition?: string[]
  env?: string
  input_data?: JsonObject
  to_action?: string
}

export interface ActionRecord {
  task: string
  name: string
  ordinal: number
  stage: Stage
  status: Status | null
  attempt: number
  node: string | null
  started_at: string | null
  ended_at: string | null
  return_code: number | null
  result: ActionResult | null
  failure: ActionFailure | null
  retries: number
  losses: number
  retry_at: string | null
  earlier: EarlierAttempt[]
  artifacts: Artifact[]
  /** Whose result it is, where it was taken from the cache. */
  cached: CacheSource | null
}

/** A file that an action has left for others. */
export interface Artifact {
  path: string
  sha256: string
  size: number
}

export interface ArtifactRecord extends Artifact {
  task: string
  action: string
}

export interface CacheSource {
  task: string
  action: string
  recorded_at: string
}

export interface AuditRecord {
  sequence: number
  at: string
  actor: string
  origin: string | null
  verb: string
  noun: string
  subject: string
  name: string | null
  details: string | null
}

export interface Progress {
  fraction: number
  message: string
}

/** An action as an application's configuration has it. */
export interface ActionDefinition {
  name: string
  main?: string | null
  handler?: string | null
  condition?: string[]
  env?: string | null
  docker?: JsonObject | null
  retry?: JsonObject | null
  timeout?: Json
  resources?: JsonObject | null
  target_env?: JsonObject | null
  cache?: boolean
  to_action?: string | null
}

export interface ActionView {
  task: string
  work: string | null
  action: ActionDefinition | null
  node: NodeDescription | null
  updated_at: string
  attempt: number
  progress: Progress | null
  retry_at: string | null
  reason: string | null
  unplaceable: string | null
}

export interface TaskView {
  total_actions: number
  finished_actions: number
  running: ActionView[]
  retrying: ActionView[]
  unplaceable: ActionView[]
  held_by: { max_running_tasks: number; running: number } | null
}

export interface TaskDetails {
  task: TaskRecord
  live: TaskView | null
}

export interface NodeDescription {
  id: string
  name: string
  slots: number
  platform: string
  machine: string
  docker_support: boolean
  handlers: string[]
  cpu: number
  memory: number
  gpu: number
  labels: Record<string, string> | null
  http_host: string
  http_port: number
  version: string
}

export interface NodeView {
  description: NodeDescription
  joined_at: string
  used_slots: number
  used_cpu: number
  used_memory: number
  used_gpu: number
  draining: boolean
}

export interface ClusterView {
  nodes: NodeView[]
  running: ActionView[]
  pending: ActionView[]
  pending_count: number
  held_tasks: number
  total_slots: number
}

export interface PackageReference {
  sha1: string
  sha256: string
  format: 'tar_gz' | 'zip'
  size: number
  extension: string
}

export interface ApplicationConfiguration {
  actions: ActionDefinition[]
  output_action: string
  event_actions?: { success?: ActionDefinition; fail?: ActionDefinition }
  max_running_tasks?: number
  input_schema?: JsonObject
}

export interface PackagedRecord {
  id: string
  sequence: number
  name: string
  description: string
  created_at: string
  updated_at: string
  package: PackageReference
}

export interface ApplicationRecord extends PackagedRecord {
  configuration: ApplicationConfiguration
}

export type VenvRecord = PackagedRecord

export interface VersionRecord {
  history_id: number
  created_at: string
  description: string
  package: PackageReference
  /** Only an application's version has one. */
  configuration?: ApplicationConfiguration
}

export interface WorkflowConfiguration {
  applications: { name: string; app_id: string; condition?: string[] }[]
  event_applications?: { success?: { app_id: string }; fail?: { app_id: string } }
}

export interface WorkflowRecord {
  id: string
  sequence: number
  name: string
  description: string
  configuration: WorkflowConfiguration
  enabled: boolean
  created_at: string
  updated_at: string
}

export interface WorkRecord {
  id: string
  sequence: number
  name: string
  workflow: string
  configuration: WorkflowConfiguration
  input: JsonObject
  schedule: string | null
  created_at: string
  state: RunState & { run: number }
}

export interface WorkStepRecord {
  work: string
  name: string
  application: string
  task: string | null
  stage: Stage
  status: Status | null
  output: JsonObject | null
  message: string | null
}

export interface WorkDetails {
  work: WorkRecord
  steps: WorkStepRecord[]
}

export interface ScheduleTiming {
  minute: number
  hour: number
  day_of_month: number
  day_of_week: number
  cron: string | null
  time_zone: string | null
  start_at: string | null
  end_at: string | null
}

export interface ScheduleRecord {
  id: string
  sequence: number
  name: string
  source: 'application' | 'workflow'
  source_id: string
  input: JsonObject
  timing: ScheduleTiming
  missed: 'skip' | 'run_once' | 'run_all'
  overlap: 'allow' | 'skip' | 'queue'
  enabled: boolean
  created_at: string
  updated_at: string
  state: { decided_until: string; last_run_at: string | null; last_run_id: string | null; queued: string[] }
}

export interface ScheduleDetails {
  schedule: ScheduleRecord
  view: { next_at: string | null; active: number; queued: number; problem: string | null }
}

export interface ServiceRecord {
  id: string
  sequence: number
  name: string
  description: string
  application: string
  input: JsonObject
  signal: Signal
  enabled: boolean
  created_at: string
  updated_at: string
  state: {
    task: string | null
    stage: Stage | null
    status: Status | null
    starts: number
    failures_in_a_row: number
    restart_at: string | null
    message: string | null
  }
}

export interface Me {
  user: string | null
  role: Role
  expires_at: string | null
}

export interface Attempt {
  task: string
  action: string
  attempt: number
}

/** An event; `kind` tells its other members. */
export interface PipelineEvent {
  kind: string
  at: string
  task?: string
  work?: string
  service?: string
  schedule?: string
  application?: string
  venv?: string
  workflow?: string
  node?: string
  name?: string
  attempt?: Attempt
  status?: Status
  message?: string | null
  fraction?: number
  total_actions?: number
  recovered?: boolean
  cached?: boolean
  generated?: string[]
  return_code?: number | null
  restart_at?: string | null
  retry_at?: string
  due_at?: string
  runs?: number
  reason?: string
  run_id?: string
  source?: string
  slots?: number
}
