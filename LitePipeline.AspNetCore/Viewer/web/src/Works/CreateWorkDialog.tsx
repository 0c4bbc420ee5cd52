import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call, newKey } from '../Api/call'
import { FormDialog } from '../Dialogs/FormDialog'
import { NamedSelect } from '../Dialogs/NamedSelect'
import { InputField, useInput } from '../Inputs/InputField'

/** Runs a workflow. */
export function CreateWorkDialog({ workflow: given, onClose }: { workflow?: string; onClose: () => void }) {
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [workflow, setWorkflow] = useState<string | null>(given ?? null)
  const [name, setName] = useState('')
  const input = useInput()
  const submit = async () => {
    const { id } = await call<{ id: string }>('POST', 'works', { key, body: { workflow, name, input: input.read() } })
    await navigate(`/works/${id}`)
  }
  return (
    <FormDialog title="Create a work" submitText="Create" submit={submit} onClose={onClose} fields={['workflow', 'name', 'input']} size="lg">
      {wrong => (
        <>
          <NamedSelect kind="workflow" label="Workflow" required value={workflow} onChange={setWorkflow} error={wrong('workflow')} />
          <TextInput label="Name" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />
          <InputField input={input} schema={null} error={wrong('input')} />
        </>
      )}
    </FormDialog>
  )
}
