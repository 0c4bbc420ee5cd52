import { IconPencil, IconTrash, IconUpload } from '@tabler/icons-react'
import type { PackagedRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { DownloadButton } from '../Dialogs/DownloadButton'
import type { PackagedKind } from './kinds'
import { DeletePackagedDialog, UpdatePackagedDialog } from './PackageDialogs'

/** What can be done with an application or a venv, on its page or in a row of a table. */
export function PackagedButtons({ kind, record, small, deleted }: { kind: PackagedKind; record: PackagedRecord; small?: boolean; deleted?: () => void }) {
  const what = small ? ` ${record.name}` : ''
  return (
    <>
      <DialogButton small={small} label={`Upload a version${small ? ` of ${record.name}` : ''}`} icon={IconUpload} role="admin" dialog={close => <UpdatePackagedDialog kind={kind} record={record} withFile onClose={close} />} />
      <DialogButton small={small} label={`Change${what}`} icon={IconPencil} role="admin" dialog={close => <UpdatePackagedDialog kind={kind} record={record} withFile={false} onClose={close} />} />
      <DownloadButton small={small} label={`Download${what}`} path={`${kind.noun}s/${record.id}/package`} />
      <DialogButton small={small} danger label={`Delete${what}`} icon={IconTrash} role="admin" dialog={close => <DeletePackagedDialog kind={kind} record={record} deleted={deleted} onClose={close} />} />
    </>
  )
}
