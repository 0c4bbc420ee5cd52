import { Anchor, Text } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash, IconUpload } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { PackagedRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { DownloadButton } from '../Dialogs/DownloadButton'
import { TextFilter } from '../Lists/filters'
import { ListPanel } from '../Lists/ListPanel'
import { useListing } from '../Lists/useListing'
import { Page } from '../Shell/Page'
import { Moment } from '../Text/Moment'
import { shortDigest, sizeText } from '../Text/sizes'
import type { PackagedKind } from './kinds'
import { CreatePackagedDialog, DeletePackagedDialog, UpdatePackagedDialog } from './PackageDialogs'

/** The list of applications or of venvs. */
export function PackagedListPage({ kind, empty }: { kind: PackagedKind; empty: string }) {
  const { noun } = kind
  const listing = useListing<PackagedRecord>([`${noun}s`], `${noun}s`, ['name', 'id'])
  return (
    <Page title={kind.titles} actions={<DialogButton main label={noun === 'application' ? 'Upload an application' : 'Upload a venv'} icon={IconPlus} role="admin" dialog={close => <CreatePackagedDialog kind={kind} onClose={close} />} />}>
      <ListPanel
        label={kind.titles}
        noun={noun}
        listing={listing}
        rowKey={record => record.id}
        empty={empty}
        filters={
          <>
            <TextFilter listing={listing} name="name" label="Name" placeholder="Part of a name" />
            <TextFilter listing={listing} name="id" label="Id" placeholder="A whole id" width={310} />
          </>
        }
        columns={[
          {
            title: 'Name',
            cell: record => (
              <>
                <Anchor component={Link} to={`/${noun}s/${record.id}`} fw={550} className="lp-breaks">{record.name}</Anchor>
                {record.description && <Text size="sm" c="dimmed" lineClamp={2} className="lp-breaks">{record.description}</Text>}
              </>
            ),
          },
          { title: 'Version', from: 'md', cell: record => <span className="lp-mono" title={record.package.sha1}>{shortDigest(record.package.sha1)}</span> },
          { title: 'Size', from: 'sm', align: 'right', cell: record => sizeText(record.package.size) },
          { title: 'Changed', from: 'xs', cell: record => <Moment at={record.updated_at} /> },
          {
            title: 'What can be done',
            quiet: true,
            from: 'sm',
            cell: record => (
              <div className="lp-row-actions">
                <DownloadButton small label={`Download ${record.name}`} path={`${noun}s/${record.id}/package`} />
                <DialogButton small label={`Upload a version of ${record.name}`} icon={IconUpload} role="admin" dialog={close => <UpdatePackagedDialog kind={kind} record={record} withFile onClose={close} />} />
                <DialogButton small label={`Change ${record.name}`} icon={IconPencil} role="admin" dialog={close => <UpdatePackagedDialog kind={kind} record={record} withFile={false} onClose={close} />} />
                <DialogButton small danger label={`Delete ${record.name}`} icon={IconTrash} role="admin" dialog={close => <DeletePackagedDialog kind={kind} record={record} onClose={close} />} />
              </div>
            ),
          },
        ]}
      />
    </Page>
  )
}
