import { Anchor, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { ScheduleRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { ChoiceFilter, TextFilter } from '../Lists/filters'
import { ListPanel } from '../Lists/ListPanel'
import { NamedLink } from '../Lists/NamedLink'
import { useListing } from '../Lists/useListing'
import { Page } from '../Shell/Page'
import { enabledChoices } from '../States/choices'
import { EnabledBadge } from '../States/EnabledBadge'
import { Moment } from '../Text/Moment'
import { ScheduleButtons } from './ScheduleButtons'
import { ScheduleDialog } from './ScheduleDialog'
import { timingText } from './timingText'
import { useSchedule } from './useSchedule'

export default function SchedulesPage() {
  const listing = useListing<ScheduleRecord>(['schedules'], 'schedules', ['name', 'enabled', 'source_id'])
  return (
    <Page title="Schedules" actions={<DialogButton main label="Create a schedule" icon={IconPlus} role="operator" dialog={close => <ScheduleDialog onClose={close} />} />}>
      <ListPanel
        label="Schedules"
        noun="schedule"
        listing={listing}
        rowKey={schedule => schedule.id}
        empty="There is no schedule yet. A schedule starts tasks or works by the clock."
        filters={
          <>
            <TextFilter listing={listing} name="name" label="Name" placeholder="Part of a name" />
            <ChoiceFilter listing={listing} name="enabled" label="Enabled" choices={enabledChoices} />
          </>
        }
        columns={[
          {
            title: 'Name',
            cell: schedule => (
              <>
                <Anchor component={Link} to={`/schedules/${schedule.id}`} fw={550} className="lp-breaks">{schedule.name}</Anchor>
                <Text size="sm" c="dimmed" className="lp-breaks">{timingText(schedule.timing)}</Text>
              </>
            ),
          },
          { title: 'Enabled', cell: schedule => <EnabledBadge enabled={schedule.enabled} /> },
          { title: 'Starts', from: 'sm', cell: schedule => <NamedLink kind={schedule.source} id={schedule.source_id} /> },
          { title: 'Last run', from: 'md', cell: schedule => <Moment at={schedule.state.last_run_at} none="never" /> },
          { title: 'Next run', from: 'xs', cell: schedule => <NextRun schedule={schedule} /> },
          { title: 'What can be done', quiet: true, from: 'sm', cell: schedule => <div className="lp-row-actions"><ScheduleButtons small schedule={schedule} /></div> },
        ]}
      />
    </Page>
  )
}

function NextRun({ schedule }: { schedule: ScheduleRecord }) {
  const { data } = useSchedule(schedule.id)
  return data?.view.problem ? <Text size="sm" c="var(--mantine-color-error)">{data.view.problem}</Text> : <Moment at={data?.view.next_at} />
}
