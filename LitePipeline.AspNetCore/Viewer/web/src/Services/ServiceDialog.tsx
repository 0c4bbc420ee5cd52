import { Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call, get, newKey } from '../Api/call'
import type { ApplicationRecord, ServiceRecord, Signal } from '../Api/records'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { FormDialog } from '../Dialogs/FormDialog'
import { NamedSelect } from '../Dialogs/NamedSelect'
import { InputField, useInput } from '../Inputs/InputField'

/** Makes a service, or changes one. */
export function ServiceDialog({ service, onClose }: { service?: ServiceRecord; onClose: () => void }) {
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [name, setName] = useState(service?.name ?? '')
  const [description, setDescription] = useState(service?.description ?? '')
  const [application, setApplication] = useState<string | null>(service?.application ?? null)
  const [signal, setSignal] = useState<Signal>(service?.signal ?? 'terminate')
  const [enabled, setEnabled] = useState(service?.enabled ?? true)
  const input = useInput(service?.input)
  const chosen = useQuery({ queryKey: ['application', application], queryFn: ({ signal: stop }) => get<ApplicationRecord>(`applications/${application}`, undefined, stop), enabled: application !== null })
  const submit = async () => {
    const body = { name, description, application, signal: signal === 'terminate' ? -15 : -9, enabled, input: input.read() }
    if (service) {
      await call('PUT', `services/${service.id}`, { body })
      return
    }
    const { id } = await call<{ id: string }>('POST', 'services', { key, body })
    await navigate(`/services/${id}`)
  }
  return (
    <FormDialog title={service ? `Change ${service.name}` : 'Create a service'} submitText={service ? 'Save' : 'Create'} submit={submit} onClose={onClose} fields={['name', 'description', 'application', 'input', 'signal', 'enabled']} size="lg">
      {wrong => (
        <>
          <TextInput label="Name" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />
          <NamedSelect kind="application" label="Application" required value={application} onChange={setApplication} error={wrong('application')} />
          <Textarea label="Description" autosize minRows={2} value={description} onChange={event => setDescription(event.currentTarget.value)} error={wrong('description')} />
          <InputField input={input} pending={chosen.isLoading} schema={chosen.data?.configuration.input_schema ?? null} error={wrong('input')} />
          <Select label="Signal" description="What its task gets when the service is disabled or removed" data={[{ value: 'terminate', label: 'SIGTERM' }, { value: 'kill', label: 'SIGKILL' }]} value={signal} onChange={value => setSignal((value ?? 'terminate') as Signal)} allowDeselect={false} error={wrong('signal')} />
          <Switch label="Enabled: its task runs, and is started again when it ends" checked={enabled} onChange={event => setEnabled(event.currentTarget.checked)} />
        </>
      )}
    </FormDialog>
  )
}

export function DeleteServiceDialog({ service, deleted, onClose }: { service: ServiceRecord; deleted?: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete the service ${service.name}?`}
      text="Its task is stopped with its signal, and its workspace goes with it."
      confirmText="Delete"
      submit={async () => { await call('DELETE', `services/${service.id}`); deleted?.() }}
      onClose={onClose}
    />
  )
}
