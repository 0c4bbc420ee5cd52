import { NumberInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call, get, newKey } from '../Api/call'
import type { ApplicationRecord } from '../Api/records'
import { FormDialog } from '../Dialogs/FormDialog'
import { NamedSelect } from '../Dialogs/NamedSelect'
import { InputField, useInput } from '../Inputs/InputField'

/** Submits a task; its input has a form where the application's configuration describes it. */
export function CreateTaskDialog({ application: given, onClose }: { application?: string; onClose: () => void }) {
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [application, setApplication] = useState<string | null>(given ?? null)
  const [name, setName] = useState('')
  const [priority, setPriority] = useState<number | string>(0)
  const input = useInput()
  const chosen = useQuery({ queryKey: ['application', application], queryFn: ({ signal }) => get<ApplicationRecord>(`applications/${application}`, undefined, signal), enabled: application !== null })
  const submit = async () => {
    const { id } = await call<{ id: string }>('POST', 'tasks', { key, body: { application, name, input: input.read(), priority: Number(priority) || 0 } })
    await navigate(`/tasks/${id}`)
  }
  return (
    <FormDialog title="Create a task" submitText="Create" submit={submit} onClose={onClose} fields={['application', 'name', 'input', 'priority']} size="lg">
      {wrong => (
        <>
          <NamedSelect kind="application" label="Application" required value={application} onChange={setApplication} error={wrong('application')} />
          <TextInput label="Name" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />
          <InputField input={input} pending={chosen.isLoading} schema={chosen.data?.configuration.input_schema ?? null} error={wrong('input')} />
          <NumberInput label="Priority" description="A task of a higher priority goes first." value={priority} onChange={setPriority} error={wrong('priority')} allowDecimal={false} />
        </>
      )}
    </FormDialog>
  )
}
