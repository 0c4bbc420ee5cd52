import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get } from '../Api/call'
import { segment } from '../Api/place'
import type { ArtifactRecord, Page } from '../Api/records'
import { DownloadButton } from '../Dialogs/DownloadButton'
import { buttonsColumn } from '../Lists/columns'
import { DataTable } from '../Lists/DataTable'
import { PageNumbers } from '../Lists/PageNumbers'
import { shortDigest, sizeText } from '../Text/sizes'

const pageSize = 25

/** The files that a task's actions, or one of them, have left for others. */
export function ArtifactList({ task, action }: { task: string; action?: string }) {
  const [page, setPage] = useState(1)
  const query = { action, limit: pageSize, offset: (page - 1) * pageSize }
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['task', task, 'artifacts', query],
    queryFn: ({ signal }) => get<Omit<Page<ArtifactRecord>, 'next'>>(`tasks/${task}/artifacts`, query, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <DataTable
        label="Artifacts"
        rows={data?.items}
        rowKey={artifact => `${artifact.action}/${artifact.path}`}
        error={error}
        faded={isPlaceholderData}
        empty="No action has left a file. Those that declare artifacts do when they have succeeded."
        columns={[
          { title: 'File', cell: artifact => <span className="lp-mono lp-breaks">{artifact.path}</span> },
          ...(action === undefined ? [{ title: 'Action', cell: (artifact: ArtifactRecord) => artifact.action }] : []),
          { title: 'Size', align: 'right', cell: artifact => sizeText(artifact.size) },
          { title: 'SHA-256', from: 'md', cell: artifact => <span className="lp-mono" title={artifact.sha256}>{shortDigest(artifact.sha256)}</span> },
          {
            ...buttonsColumn<ArtifactRecord>(artifact => (
              <DownloadButton small label={`Download ${artifact.path} of ${artifact.action}`} path={`tasks/${task}/artifacts/${segment(artifact.action)}/${artifact.path.split('/').map(segment).join('/')}`} name={artifact.path.split('/').at(-1)} />
            )),
            from: undefined,
          },
        ]}
      />
      <PageNumbers pages={Math.ceil((data?.total ?? 0) / pageSize)} page={page} setPage={setPage} />
    </>
  )
}
