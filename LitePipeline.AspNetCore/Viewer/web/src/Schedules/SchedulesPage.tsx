import { Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ScheduleRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { buttonsColumn, momentColumn, nameColumn } from '../Lists/columns'
import { byName } from '../Lists/Filters'
import { NamedLink } from '../Lists/NamedLink'
import { RecordList } from '../Lists/RecordList'
import { Page } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { byEnabled } from '../States/filters'
import { Moment } from '../Text/Moment'
import { ScheduleButtons } from './ScheduleButtons'
import { ScheduleDialog } from './ScheduleDialog'
import { timingText } from './timingText'
import { useSchedule } from './useSchedule'

export default function SchedulesPage() {
  return (
    <Page title="Schedules" actions={<DialogButton main label="Create a schedule" icon={IconPlus} role="operator" dialog={close => <ScheduleDialog onClose={close} />} />}>
      <RecordList<ScheduleRecord>
        label="Schedules"
        noun="schedule"
        rowKey={schedule => schedule.id}
        empty="There is no schedule yet. A schedule starts tasks or works by the clock."
        filters={[byName, byEnabled]}
        columns={[
          nameColumn('schedules', schedule => timingText(schedule.timing)),
          { title: 'Enabled', cell: schedule => <EnabledBadge enabled={schedule.enabled} /> },
          { title: 'Starts', from: 'sm', cell: schedule => <NamedLink kind={schedule.source} id={schedule.source_id} /> },
          momentColumn('Last run', schedule => schedule.state.last_run_at, 'md', 'never'),
          { title: 'Next run', from: 'xs', cell: schedule => <NextRun schedule={schedule} /> },
          buttonsColumn(schedule => <ScheduleButtons small schedule={schedule} />),
        ]}
      />
    </Page>
  )
}

function NextRun({ schedule }: { schedule: ScheduleRecord }) {
  const { data } = useSchedule(schedule.id)
  return data?.view.problem ? <Text size="sm" c="var(--mantine-color-error)">{data.view.problem}</Text> : <Moment at={data?.view.next_at} />
}
