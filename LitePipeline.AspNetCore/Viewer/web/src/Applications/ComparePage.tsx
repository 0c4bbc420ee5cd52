import { Group, SegmentedControl, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { get } from '../Api/call'
import type { ApplicationRecord, Page as PageOf, VersionRecord } from '../Api/records'
import { Loaded } from '../Shell/Loaded'
import { Notice } from '../Shell/Notice'
import { Page } from '../Shell/Page'
import { momentText } from '../Text/moments'
import { shortDigest } from '../Text/sizes'
import { ConfigurationDiff } from './ConfigurationDiff'

/** What has changed between two versions of an application's configuration. */
export default function ComparePage() {
  const { id = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const [shown, setShown] = useState('changes')
  const application = useQuery({ queryKey: ['application', id], queryFn: ({ signal }) => get<ApplicationRecord>(`applications/${id}`, undefined, signal) })
  const versions = useQuery({ queryKey: ['application', id, 'compare'], queryFn: ({ signal }) => get<PageOf<VersionRecord>>(`applications/${id}/versions`, { limit: 100 }, signal) })
  const name = application.data?.name ?? 'Application'
  const crumbs = [{ to: '/applications', text: 'Applications' }, { to: `/applications/${id}`, text: name }]
  return (
    <Loaded query={versions} noun="application" crumbs={crumbs}>
      {({ items, total }) => {
        const choices = items.map(version => ({ value: String(version.history_id), label: `${shortDigest(version.package.sha1)} · ${momentText(version.created_at)}${version.package.sha1 === application.data?.package.sha1 ? ' · current' : ''}` }))
        const find = (parameter: string, otherwise: VersionRecord | undefined) => items.find(version => String(version.history_id) === search.get(parameter)) ?? otherwise
        const before = find('from', items[1] ?? items[0])
        const after = find('to', items[0])
        const pick = (parameter: string) => (value: string | null) => setSearch(known => {
          const changed = new URLSearchParams(known)
          if (value) changed.set(parameter, value)
          return changed
        }, { replace: true })
        return (
          <Page title="Compare configurations" crumbs={crumbs}>
            <Group align="flex-end">
              <Select label="Before" w={340} maw="100%" data={choices} value={before ? String(before.history_id) : null} onChange={pick('from')} allowDeselect={false} searchable />
              <Select label="After" w={340} maw="100%" data={choices} value={after ? String(after.history_id) : null} onChange={pick('to')} allowDeselect={false} searchable />
              <SegmentedControl aria-label="What is shown" data={[{ value: 'changes', label: 'Changes' }, { value: 'all', label: 'All lines' }]} value={shown} onChange={setShown} />
            </Group>
            {total > items.length && <Text size="sm" c="dimmed">Only the latest {items.length} of {total} versions can be picked here.</Text>}
            {before && after ? <ConfigurationDiff before={before.configuration} after={after.configuration} all={shown === 'all'} /> : <Notice tone="plain">It has no version to compare.</Notice>}
          </Page>
        )
      }}
    </Loaded>
  )
}
