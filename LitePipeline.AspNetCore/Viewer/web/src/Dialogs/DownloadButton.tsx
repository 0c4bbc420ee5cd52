import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { download } from '../Api/download'
import type { Query } from '../Api/place'
import { tellRefusal } from './ActionButton'

export function DownloadButton({ label, path, query, name, small }: { label: string; path: string; query?: Query; name?: string; small?: boolean }) {
  const getting = useMutation({ mutationFn: () => download(path, query, name), onError: tellRefusal(`${label}: refused`) })
  const run = () => getting.mutate()
  if (small)
    return (
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={run} loading={getting.isPending}><IconDownload size={17} aria-hidden /></ActionIcon>
      </Tooltip>
    )
  return <Button variant="default" leftSection={<IconDownload size={17} aria-hidden />} onClick={run} loading={getting.isPending}>{label}</Button>
}
