import { IconPencil, IconTrash, IconUpload } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { PackagedRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { DownloadButton } from '../Dialogs/DownloadButton'
import type { PackagedKind } from './kinds'
import { DeletePackagedDialog, UpdatePackagedDialog } from './PackageDialogs'

/** What can be done with an application or a venv on its page. */
export function PackagedButtons({ kind, record }: { kind: PackagedKind; record: PackagedRecord }) {
  const navigate = useNavigate()
  return (
    <>
      <DialogButton label="Upload a version" icon={IconUpload} role="admin" dialog={close => <UpdatePackagedDialog kind={kind} record={record} withFile onClose={close} />} />
      <DialogButton label="Change" icon={IconPencil} role="admin" dialog={close => <UpdatePackagedDialog kind={kind} record={record} withFile={false} onClose={close} />} />
      <DownloadButton label="Download" path={`${kind.noun}s/${record.id}/package`} />
      <DialogButton danger label="Delete" icon={IconTrash} role="admin" dialog={close => <DeletePackagedDialog kind={kind} record={record} deleted={() => void navigate(`/${kind.noun}s`)} onClose={close} />} />
    </>
  )
}
