import { Anchor } from '@mantine/core'
import { Link, useNavigate, useParams } from 'react-router'
import { NamedLink } from '../Lists/NamedLink'
import { Loaded } from '../Shell/Loaded'
import { Notice } from '../Shell/Notice'
import { Page, Section } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { Facts } from '../Text/Facts'
import { JsonView } from '../Text/JsonView'
import { Moment } from '../Text/Moment'
import { momentText } from '../Text/moments'
import { ScheduleButtons } from './ScheduleButtons'
import { timingText } from './timingText'
import { useSchedule } from './useSchedule'

const crumbs = [{ to: '/schedules', text: 'Schedules' }]
const missedText = { skip: 'Left out', run_once: 'Run once', run_all: 'All run' }
const overlapText = { allow: 'Runs beside it', skip: 'Is left out', queue: 'Runs after it' }

export default function SchedulePage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const query = useSchedule(id)
  return (
    <Loaded query={query} noun="schedule" crumbs={crumbs}>
      {({ schedule, view }) => (
        <Page title={schedule.name} crumbs={crumbs} beside={<EnabledBadge enabled={schedule.enabled} />} actions={<ScheduleButtons schedule={schedule} deleted={() => void navigate('/schedules')} />}>
          {view.problem && <Notice tone="fails" title="It is never due">{view.problem}</Notice>}
          <Section title="About" beside={<Anchor component={Link} to={`/${schedule.source === 'application' ? 'tasks' : 'works'}?schedule=${id}`} size="sm">What it started</Anchor>}>
            <Facts
              facts={[
                ['Starts', <NamedLink key="source" kind={schedule.source} id={schedule.source_id} />],
                ['Due', timingText(schedule.timing)],
                ['Next run', view.next_at && <><Moment at={view.next_at} />, {momentText(view.next_at)}</>],
                ['Last run', schedule.state.last_run_at && (
                  <>
                    <Moment at={schedule.state.last_run_at} />
                    {schedule.state.last_run_id && <>: <NamedLink kind={schedule.source === 'application' ? 'task' : 'work'} id={schedule.state.last_run_id} /></>}
                  </>
                )],
                ['Running now', String(view.active)],
                ['Waiting for their turn', view.queued > 0 && String(view.queued)],
                ['Not before', schedule.timing.start_at && momentText(schedule.timing.start_at)],
                ['Not after', schedule.timing.end_at && momentText(schedule.timing.end_at)],
                ['Missed runs', missedText[schedule.missed]],
                ['While the last one runs', overlapText[schedule.overlap]],
                ['Created', <Moment key="created" at={schedule.created_at} />],
                ['Id', <span key="id" className="lp-mono">{schedule.id}</span>],
              ]}
            />
          </Section>
          <Section title="Input"><JsonView value={schedule.input} label="The input" /></Section>
        </Page>
      )}
    </Loaded>
  )
}
