import { FileInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconFileZip } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call, newKey, upload } from '../Api/call'
import type { PackagedRecord } from '../Api/records'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { FormDialog } from '../Dialogs/FormDialog'
import { sizeText } from '../Text/sizes'
import type { PackagedKind } from './kinds'

const fields = ['name', 'description', 'file']
const accepted = '.tar.gz,.tgz,.zip,application/gzip,application/zip'

/** Adds an application or a venv by its package. */
export function CreatePackagedDialog({ kind, onClose }: { kind: PackagedKind; onClose: () => void }) {
  const navigate = useNavigate()
  const [key] = useState(newKey)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const submit = async () => {
    if (!file) throw new Error('Choose the package first: a tar.gz or zip with one folder at its top.')
    const form = new FormData()
    form.set('name', name)
    form.set('description', description)
    form.set('file', file)
    const { id } = await upload<{ id: string }>('POST', `${kind.noun}s`, form, key, setSent)
    await navigate(`/${kind.noun}s/${id}`)
  }
  return (
    <FormDialog title={`Upload ${kind.noun === 'application' ? 'an application' : 'a venv'}`} submitText="Upload" submit={submit} onClose={onClose} fields={fields} sent={sent} size="lg">
      {wrong => (
        <>
          <TextInput label="Name" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />
          <Textarea label="Description" autosize minRows={2} value={description} onChange={event => setDescription(event.currentTarget.value)} error={wrong('description')} />
          <PackageInput file={file} setFile={setFile} error={wrong('file')} required />
        </>
      )}
    </FormDialog>
  )
}

/** Changes the name and the description, or uploads a new version. */
export function UpdatePackagedDialog({ kind, record, withFile, onClose }: { kind: PackagedKind; record: PackagedRecord; withFile: boolean; onClose: () => void }) {
  const [name, setName] = useState(record.name)
  const [description, setDescription] = useState(withFile ? '' : record.description)
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<number | null>(null)
  const submit = async () => {
    const form = new FormData()
    if (withFile) {
      if (!file) throw new Error('Choose the package first: a tar.gz or zip with one folder at its top.')
      if (description) form.set('description', description)
      form.set('file', file)
    } else {
      form.set('name', name)
      form.set('description', description)
    }
    await upload('PATCH', `${kind.noun}s/${record.id}`, form, '', setSent)
  }
  return (
    <FormDialog title={withFile ? `New version of ${record.name}` : `Change ${record.name}`} submitText={withFile ? 'Upload' : 'Save'} submit={submit} onClose={onClose} fields={fields} sent={withFile ? sent : null} size="lg">
      {wrong => (
        <>
          {withFile
            ? <PackageInput file={file} setFile={setFile} error={wrong('file')} required />
            : <TextInput label="Name" required value={name} onChange={event => setName(event.currentTarget.value)} error={wrong('name')} data-autofocus />}
          <Textarea label="Description" description={withFile ? `What is new; left empty, it stays: ${record.description || 'none'}` : undefined} autosize minRows={2} value={description} onChange={event => setDescription(event.currentTarget.value)} error={wrong('description')} />
          {withFile && <Text size="sm" c="dimmed">It becomes the current version at once. What runs goes on with the version that it began with.</Text>}
        </>
      )}
    </FormDialog>
  )
}

export function DeletePackagedDialog({ kind, record, deleted, onClose }: { kind: PackagedKind; record: PackagedRecord; deleted?: () => void; onClose: () => void }) {
  return (
    <ConfirmDialog
      title={`Delete the ${kind.noun} ${record.name}?`}
      text="All of its versions and their packages go with it."
      confirmText="Delete"
      submit={async () => { await call('DELETE', `${kind.noun}s/${record.id}`); deleted?.() }}
      onClose={onClose}
    />
  )
}

function PackageInput({ file, setFile, error, required }: { file: File | null; setFile: (file: File | null) => void; error?: string; required?: boolean }) {
  return (
    <FileInput
      label="Package"
      description={file ? sizeText(file.size) : 'A tar.gz or zip with one folder at its top'}
      placeholder="Choose a file"
      accept={accepted}
      required={required}
      clearable
      clearButtonProps={{ 'aria-label': 'Take the file away' }}
      leftSection={<IconFileZip size={17} aria-hidden />}
      value={file}
      onChange={setFile}
      error={error}
    />
  )
}
