import { Autocomplete, Group, NumberInput, SegmentedControl, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { call, get, newKey } from '../Api/call'
import type { ApplicationRecord, ScheduleRecord } from '../Api/records'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { FormDialog } from '../Dialogs/FormDialog'
import { NamedSelect } from '../Dialogs/NamedSelect'
import { InputField, useInput } from '../Inputs/InputField'
import { dayChoices } from './timingText'

type Way = 'day' | 'cron'

const fields = ['name', 'source_id', 'source', 'timing.minute', 'timing.hour', 'timing.day_of_month', 'timing.day_of_week', 'timing.cron', 'timing.time_zone', 'timing.start_at', 'timing.end_at', 'missed', 'overlap', 'input', 'enabled']

/** Makes a schedule, or changes one. */
export function ScheduleDialog({ schedule, onClose }: { schedule?: ScheduleRecord; onClose: () => void }) {
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [name, setName] = useState(schedule?.name ?? '')
  const [source, setSource] = useState(schedule?.source ?? 'application')
  const [sourceId, setSourceId] = useState<string | null>(schedule?.source_id ?? null)
  const timing = schedule?.timing
  const [way, setWay] = useState<Way>(timing?.cron ? 'cron' : 'day')
  const [hour, setHour] = useState<number | string>(shown(timing?.hour))
  const [minute, setMinute] = useState<number | string>(shown(timing?.minute))
  const [dayOfMonth, setDayOfMonth] = useState<number | string>(shown(timing?.day_of_month))
  const [dayOfWeek, setDayOfWeek] = useState<string | null>(timing && timing.day_of_week > 0 ? String(timing.day_of_week) : null)
  const [cron, setCron] = useState(timing?.cron ?? '')
  const [zone, setZone] = useState(timing?.time_zone ?? '')
  const [startAt, setStartAt] = useState(localText(timing?.start_at))
  const [endAt, setEndAt] = useState(localText(timing?.end_at))
  const [missed, setMissed] = useState(schedule?.missed ?? 'run_once')
  const [overlap, setOverlap] = useState(schedule?.overlap ?? 'allow')
  const [enabled, setEnabled] = useState(schedule?.enabled ?? true)
  const input = useInput(schedule?.input)
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), [])
  const application = useQuery({
    queryKey: ['application', sourceId],
    queryFn: ({ signal }) => get<ApplicationRecord>(`applications/${sourceId}`, undefined, signal),
    enabled: source === 'application' && sourceId !== null,
  })
  const submit = async () => {
    const when = way === 'cron' ? { cron } : { hour: number(hour), minute: number(minute), day_of_month: number(dayOfMonth), day_of_week: dayOfWeek ? Number(dayOfWeek) : -1 }
    const body = {
      name,
      source,
      source_id: sourceId,
      input: input.read(),
      timing: { ...when, time_zone: zone || null, start_at: moment(startAt), end_at: moment(endAt) },
      missed,
      overlap,
      enabled,
    }
    if (schedule) {
      await call('PUT', `schedules/${schedule.id}`, { body })
      return
    }
    const { id } = await call<{ id: string }>('POST', 'schedules', { key, body })
    await navigate(`/schedules/${id}`)
  }
  return (
    <FormDialog title={schedule ? `Change ${schedule.name}` : 'Create a schedule'} submitText={schedule ? 'Save' : 'Create'} submit={submit} onClose={onClose} fields={fields} size="lg">
      {wrong => (
        <>
          <TextInput label="Name" description="What it starts has this name too" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />
          <Group align="flex-end" gap="sm">
            <SegmentedControl aria-label="What it starts" value={source} onChange={value => { setSource(value as typeof source); setSourceId(null) }} data={[{ value: 'application', label: 'Application' }, { value: 'workflow', label: 'Workflow' }]} />
            <div style={{ flex: 1, minWidth: 200 }}><NamedSelect key={source} kind={source} label={source === 'application' ? 'Application' : 'Workflow'} required value={sourceId} onChange={setSourceId} error={wrong('source_id') ?? wrong('source')} /></div>
          </Group>
          <Stack gap="xs">
            <Group justify="space-between">
              <Text size="sm" fw={500} id="schedule-way">When it is due</Text>
              <SegmentedControl size="xs" aria-labelledby="schedule-way" value={way} onChange={value => setWay(value as Way)} data={[{ value: 'day', label: 'Day and time' }, { value: 'cron', label: 'Cron expression' }]} />
            </Group>
            {way === 'cron' ? (
              <TextInput label="Cron expression" description="minute hour day-of-month month day-of-week, such as 30 2 * * 1-5" value={cron} onChange={event => setCron(event.currentTarget.value)} error={wrong('timing.cron')} />
            ) : (
              <Group grow preventGrowOverflow={false} align="flex-start">
                <NumberInput label="Hour" placeholder="0" min={0} max={23} allowDecimal={false} value={hour} onChange={setHour} error={wrong('timing.hour')} />
                <NumberInput label="Minute" placeholder="0" min={0} max={59} allowDecimal={false} value={minute} onChange={setMinute} error={wrong('timing.minute')} />
                <NumberInput label="Day of month" placeholder="Any" min={1} max={31} allowDecimal={false} value={dayOfMonth} onChange={setDayOfMonth} error={wrong('timing.day_of_month')} />
                <Select label="Day of week" placeholder="Any" data={dayChoices} clearable value={dayOfWeek} onChange={setDayOfWeek} error={wrong('timing.day_of_week')} />
              </Group>
            )}
          </Stack>
          <Autocomplete label="Time zone" placeholder="That of the manager's machine" data={zones} limit={30} value={zone} onChange={setZone} error={wrong('timing.time_zone')} />
          <Group grow preventGrowOverflow={false} align="flex-start">
            <TextInput type="datetime-local" label="Not before" value={startAt} onChange={event => setStartAt(event.currentTarget.value)} error={wrong('timing.start_at')} />
            <TextInput type="datetime-local" label="Not after" value={endAt} onChange={event => setEndAt(event.currentTarget.value)} error={wrong('timing.end_at')} />
          </Group>
          <Group grow preventGrowOverflow={false} align="flex-start">
            <Select label="Runs missed while the manager was down" data={[{ value: 'skip', label: 'Leave out' }, { value: 'run_once', label: 'Run once' }, { value: 'run_all', label: 'Run all' }]} value={missed} onChange={value => setMissed((value ?? 'run_once') as typeof missed)} allowDeselect={false} error={wrong('missed')} />
            <Select label="When the last one still runs" data={[{ value: 'allow', label: 'Run beside it' }, { value: 'skip', label: 'Leave this one out' }, { value: 'queue', label: 'Run after it' }]} value={overlap} onChange={value => setOverlap((value ?? 'allow') as typeof overlap)} allowDeselect={false} error={wrong('overlap')} />
          </Group>
          <InputField input={input} pending={source === 'application' && application.isLoading} schema={source === 'application' ? (application.data?.configuration.input_schema ?? null) : null} error={wrong('input')} />
          <Switch label="Enabled" checked={enabled} onChange={event => setEnabled(event.currentTarget.checked)} />
        </>
      )}
    </FormDialog>
  )
}

export function DeleteScheduleDialog({ schedule, deleted, onClose }: { schedule: ScheduleRecord; deleted?: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete the schedule ${schedule.name}?`}
      text="What it started goes on and stays."
      confirmText="Delete"
      submit={async () => { await call('DELETE', `schedules/${schedule.id}`); deleted?.() }}
      onClose={onClose}
    />
  )
}

const shown = (value: number | undefined): number | string => (value === undefined || value < 0 ? '' : value)
const number = (value: number | string) => (value === '' ? -1 : Number(value))
const moment = (local: string) => (local ? new Date(local).toISOString() : null)

// What a field of the browser for local moments takes.
function localText(moment: string | null | undefined): string {
  if (!moment) return ''
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
