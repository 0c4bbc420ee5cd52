import { IconPlus } from '@tabler/icons-react'
import type { PackagedRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { buttonsColumn, momentColumn, nameColumn } from '../Lists/columns'
import { byId, byName } from '../Lists/Filters'
import { RecordList } from '../Lists/RecordList'
import { Page } from '../Shell/Page'
import { shortDigest, sizeText } from '../Text/sizes'
import type { PackagedKind } from './kinds'
import { CreatePackagedDialog } from './PackageDialogs'
import { PackagedButtons } from './PackagedButtons'

/** The list of applications or of venvs. */
export function PackagedListPage({ kind, empty }: { kind: PackagedKind; empty: string }) {
  const { noun } = kind
  return (
    <Page title={kind.titles} actions={<DialogButton main label={noun === 'application' ? 'Upload an application' : 'Upload a venv'} icon={IconPlus} role="admin" dialog={close => <CreatePackagedDialog kind={kind} onClose={close} />} />}>
      <RecordList<PackagedRecord>
        label={kind.titles}
        noun={noun}
        rowKey={record => record.id}
        empty={empty}
        filters={[byName, byId]}
        columns={[
          nameColumn(`${noun}s`, record => record.description),
          { title: 'Version', from: 'md', cell: record => <span className="lp-mono" title={record.package.sha1}>{shortDigest(record.package.sha1)}</span> },
          { title: 'Size', from: 'sm', align: 'right', cell: record => sizeText(record.package.size) },
          momentColumn('Changed', record => record.updated_at, 'xs'),
          buttonsColumn(record => <PackagedButtons small kind={kind} record={record} />),
        ]}
      />
    </Page>
  )
}
