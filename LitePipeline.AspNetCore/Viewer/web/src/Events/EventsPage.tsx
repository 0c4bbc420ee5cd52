import { Group, MultiSelect, Switch, Text } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import type { PipelineEvent } from '../Api/records'
import { DataTable } from '../Lists/DataTable'
import { useEventLog } from '../Live/LiveProvider'
import { Page } from '../Shell/Page'
import { Moment } from '../Text/Moment'
import { About } from './About'
import { eventText, kinds } from './eventText'

const mostShown = 200

/** What happens, as it happens; from when this page was loaded, since the manager keeps no events. */
export default function EventsPage() {
  const log = useEventLog()
  const events = useSyncExternalStore(log.subscribe, () => log.events)
  const [chosen, setChosen] = useState<string[]>([])
  const [held, setHeld] = useState<readonly (PipelineEvent & { number: number })[] | null>(null)
  const shown = (held ?? events).filter(event => chosen.length === 0 || chosen.includes(event.kind)).slice(0, mostShown)
  return (
    <Page title="Events">
      <section className="lp-panel" aria-label="Events">
        <Group p="md" gap="md" align="flex-end">
          <MultiSelect label="Kinds" placeholder={chosen.length === 0 ? 'All' : undefined} data={kinds} value={chosen} onChange={setChosen} searchable clearable w={360} maw="100%" clearButtonProps={{ 'aria-label': 'Show all kinds' }} />
          <Switch label="Hold" description="What happens meanwhile is shown when you let go" checked={held !== null} onChange={event => setHeld(event.currentTarget.checked ? events : null)} />
        </Group>
        <DataTable
          label="Events"
          rows={shown}
          rowKey={event => event.number}
          empty="Nothing has happened since this page was loaded."
          columns={[
            { title: 'When', cell: event => <Moment at={event.at} /> },
            { title: 'What', cell: event => <Text size="sm" className="lp-breaks">{eventText(event)}</Text> },
            { title: 'About', cell: event => <About event={event} /> },
          ]}
        />
      </section>
    </Page>
  )
}
