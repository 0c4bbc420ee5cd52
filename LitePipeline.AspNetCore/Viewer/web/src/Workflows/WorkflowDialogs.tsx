import { Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call, newKey } from '../Api/call'
import type { JsonObject, WorkflowRecord } from '../Api/records'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { FormDialog } from '../Dialogs/FormDialog'
import { JsonField, jsonText, objectOf } from '../Dialogs/JsonField'
import { ApplicationIds } from './ApplicationIds'

const example: JsonObject = { applications: [{ name: 'first', app_id: '', condition: [] }] }

/** Makes a workflow, or changes one. */
export function WorkflowDialog({ workflow, onClose }: { workflow?: WorkflowRecord; onClose: () => void }) {
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [name, setName] = useState(workflow?.name ?? '')
  const [description, setDescription] = useState(workflow?.description ?? '')
  const [enabled, setEnabled] = useState(workflow?.enabled ?? true)
  const [configuration, setConfiguration] = useState(() => jsonText(workflow?.configuration ?? example))
  const submit = async () => {
    const body = { name, description, enabled, configuration: objectOf(configuration) }
    if (workflow) {
      await call('PATCH', `workflows/${workflow.id}`, { body })
      return
    }
    const { id } = await call<{ id: string }>('POST', 'workflows', { key, body })
    await navigate(`/workflows/${id}`)
  }
  return (
    <FormDialog title={workflow ? `Change ${workflow.name}` : 'Create a workflow'} submitText={workflow ? 'Save' : 'Create'} submit={submit} onClose={onClose} fields={['name', 'description', 'enabled', 'configuration']} size="xl">
      {wrong => (
        <>
          <TextInput label="Name" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />
          <Textarea label="Description" autosize minRows={2} value={description} onChange={event => setDescription(event.currentTarget.value)} error={wrong('description')} />
          <JsonField label="Configuration" rows={10} value={configuration} onChange={setConfiguration} error={wrong('configuration')} description="The applications by name, each with its id and the names of those that it waits for." />
          <ApplicationIds />
          <Switch label="Enabled: works may be made of it" checked={enabled} onChange={event => setEnabled(event.currentTarget.checked)} />
        </>
      )}
    </FormDialog>
  )
}

export function DeleteWorkflowDialog({ workflow, deleted, onClose }: { workflow: WorkflowRecord; deleted?: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete the workflow ${workflow.name}?`}
      text="Its works go on and stay; they have its configuration with them."
      confirmText="Delete"
      submit={async () => { await call('DELETE', `workflows/${workflow.id}`); deleted?.() }}
      onClose={onClose}
    />
  )
}
