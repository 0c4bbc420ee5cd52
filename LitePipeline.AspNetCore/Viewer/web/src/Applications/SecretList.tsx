import { PasswordInput, Text, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, get } from '../Api/call'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { DialogButton } from '../Dialogs/DialogButton'
import { FormDialog } from '../Dialogs/FormDialog'
import { buttonsColumn, momentColumn } from '../Lists/columns'
import { DataTable } from '../Lists/DataTable'
import { Section } from '../Shell/Page'

interface Secret {
  name: string
  set_at: string
  set_by: string | null
}

/** The secrets of an application: their names, and dialogs that set and delete them. No answer of the API has a value. */
export function SecretList({ application }: { application: string }) {
  const client = useQueryClient()
  const path = `applications/${application}/secrets`
  const { data, error } = useQuery({ queryKey: ['application', application, 'secrets'], queryFn: ({ signal }) => get<{ secrets: Secret[] }>(path, undefined, signal) })
  // No event tells of it.
  const changed = async () => {
    await client.invalidateQueries({ queryKey: ['application', application, 'secrets'] })
    void client.invalidateQueries({ queryKey: ['audit'] })
  }
  return (
    <Section
      title="Secrets"
      padded={false}
      beside={<DialogButton label="Set a secret" icon={IconPlus} role="admin" dialog={close => <SetSecretDialog path={path} changed={changed} onClose={close} />} />}
    >
      <DataTable<Secret>
        label="Secrets"
        rows={data?.secrets}
        error={error}
        rowKey={secret => secret.name}
        empty="It has none. A secret is in the environment of the application's actions, and shown by nothing."
        columns={[
          { title: 'Name', cell: secret => <span className="lp-mono lp-breaks">{secret.name}</span> },
          { title: 'Set by', from: 'sm', cell: secret => secret.set_by ?? '—' },
          momentColumn('Set', secret => secret.set_at, 'xs'),
          { ...buttonsColumn<Secret>(secret => (
            <>
              <DialogButton small label={`Replace the value of ${secret.name}`} icon={IconPencil} role="admin" dialog={close => <SetSecretDialog path={path} name={secret.name} changed={changed} onClose={close} />} />
              <DialogButton
                small
                danger
                label={`Delete the secret ${secret.name}`}
                icon={IconTrash}
                role="admin"
                dialog={close => (
                  <ConfirmDialog
                    title={`Delete the secret ${secret.name}?`}
                    text="Attempts that start from now on do not have it."
                    confirmText="Delete"
                    submit={async () => {
                      await call('DELETE', `${path}/${encodeURIComponent(secret.name)}`)
                      await changed()
                    }}
                    onClose={close}
                  />
                )}
              />
            </>
          )), from: undefined },
        ]}
      />
    </Section>
  )
}

function SetSecretDialog({ path, name: known, changed, onClose }: { path: string; name?: string; changed: () => Promise<void>; onClose: () => void }) {
  const [name, setName] = useState(known ?? '')
  const [value, setValue] = useState('')
  const submit = async () => {
    await call('PUT', `${path}/${encodeURIComponent(name.trim())}`, { body: { value } })
    await changed()
  }
  return (
    <FormDialog title={known ? `Replace the value of ${known}` : 'Set a secret'} submitText="Set" submit={submit} onClose={onClose} fields={['name', 'value']}>
      {wrong => (
        <>
          {!known && <TextInput label="Name" description="The environment variable that has it in the actions, such as API_KEY" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus autoComplete="off" />}
          <PasswordInput label="Value" required value={value} onChange={event => setValue(event.currentTarget.value)} error={wrong('value')} data-autofocus={known ? true : undefined} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': 'Show the value' }} />
          <Text size="sm" c="dimmed">It is kept encrypted and never shown again. What runs goes on with the value that it has.</Text>
        </>
      )}
    </FormDialog>
  )
}
