import { Anchor, Badge, Group, Text } from '@mantine/core'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { Link } from 'react-router'
import { call } from '../Api/call'
import type { PackagedRecord, VersionRecord } from '../Api/records'
import { ActionButton } from '../Dialogs/ActionButton'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { DialogButton } from '../Dialogs/DialogButton'
import { DownloadButton } from '../Dialogs/DownloadButton'
import { buttonsColumn, momentColumn } from '../Lists/columns'
import { RecordList } from '../Lists/RecordList'
import { shortDigest, sizeText } from '../Text/sizes'
import type { PackagedKind } from './kinds'

/** The versions of an application or a venv: which one is current, and which could be. */
export function VersionList({ kind, record }: { kind: PackagedKind; record: PackagedRecord }) {
  const path = `${kind.noun}s/${record.id}/versions`
  return (
    <RecordList<VersionRecord>
      label="Versions"
      titled
      beside={kind.noun === 'application' && <Anchor component={Link} to={`/applications/${record.id}/compare`}>Compare configurations</Anchor>}
      noun="version"
      path={path}
      queryKey={[kind.noun, record.id]}
      prefix="version-"
      rowKey={version => version.history_id}
      empty="There is no version in its history."
      filters={[{ name: 'sha1', label: 'Version', placeholder: 'A whole SHA-1', width: 360 }]}
      columns={[
        {
          title: 'Version',
          cell: version => (
            <Group gap="xs">
              <span className="lp-mono" title={version.package.sha1}>{shortDigest(version.package.sha1)}</span>
              {version.package.sha1 === record.package.sha1 && <Badge variant="outline" color="teal" className="lp-badge">Current</Badge>}
              {version.description && <Text size="sm" c="dimmed" className="lp-breaks">{version.description}</Text>}
            </Group>
          ),
        },
        { title: 'Number', from: 'md', align: 'right', cell: version => version.history_id },
        { title: 'Size', from: 'sm', align: 'right', cell: version => sizeText(version.package.size) },
        momentColumn('Uploaded', version => version.created_at, 'xs'),
        { ...buttonsColumn<VersionRecord>(version => {
          const name = shortDigest(version.package.sha1)
          return (
            <>
              <ActionButton small label={`Make ${name} the current version`} icon={IconCheck} role="admin" act={() => call('POST', `${path}/${version.history_id}/activate`)} disabled={version.package.sha1 === record.package.sha1} />
              <DownloadButton small label={`Download version ${name}`} path={`${kind.noun}s/${record.id}/package`} query={{ sha1: version.package.sha1 }} />
              <DialogButton
                small
                danger
                label={`Delete version ${name}`}
                icon={IconTrash}
                role="admin"
                dialog={close => (
                  <ConfirmDialog title={`Delete version ${name}?`} text="Its package goes with it, unless another version has the same." confirmText="Delete" submit={() => call('DELETE', `${path}/${version.history_id}`)} onClose={close} />
                )}
              />
            </>
          )
        }), from: undefined },
      ]}
    />
  )
}
