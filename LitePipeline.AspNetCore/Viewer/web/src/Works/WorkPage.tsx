import { Tabs, Text } from '@mantine/core'
import { useNavigate, useParams } from 'react-router'
import { WholePage } from '../Graph/WholePage'
import { WorkGraph } from '../Graph/WorkGraph'
import { DataTable } from '../Lists/DataTable'
import { NamedLink } from '../Lists/NamedLink'
import { RunButtons } from '../Runs/RunButtons'
import { Loaded } from '../Shell/Loaded'
import { Notice } from '../Shell/Notice'
import { Page, Section } from '../Shell/Page'
import { StateBadge, stateOf } from '../States/StateBadge'
import { Facts } from '../Text/Facts'
import { JsonView } from '../Text/JsonView'
import { WorkTimeline } from '../Timeline/WorkTimeline'
import { Moment, Took } from '../Text/Moment'
import { useWork } from './useWork'
import { pictureOf, type StepPicture } from './workPicture'

const crumbs = [{ to: '/works', text: 'Works' }]

export default function WorkPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  return (
    <Loaded query={useWork(id)} noun="work" crumbs={crumbs}>
      {details => {
        const { work } = details
        const steps = pictureOf(details)
        return (
          <Page title={work.name} crumbs={crumbs} beside={<StateBadge state={stateOf(work.state)} />} actions={<RunButtons kind="work" id={work.id} name={work.name} state={work.state} deleted={() => void navigate('/works')} />}>
            {work.state.message && <Notice tone={work.state.status === 'success' ? 'plain' : 'fails'} title="Message">{work.state.message}</Notice>}
            <Section title="About">
              <Facts
                facts={[
                  ['Workflow', <NamedLink key="workflow" kind="workflow" id={work.workflow} />],
                  ['Created', <Moment key="created" at={work.created_at} />],
                  ['Started', work.state.started_at && <Moment key="started" at={work.state.started_at} />],
                  ['Took', work.state.started_at && <Took key="took" from={work.state.started_at} to={work.state.ended_at} />],
                  ['Run', work.state.run > 1 && String(work.state.run)],
                  ['Schedule', work.schedule && <NamedLink key="schedule" kind="schedule" id={work.schedule} />],
                  ['Id', <span key="id" className="lp-mono">{work.id}</span>],
                ]}
              />
            </Section>
            <section className="lp-panel" aria-label="Applications">
              <Tabs defaultValue="applications" keepMounted={false}>
                <Tabs.List px="xs">
                  <Tabs.Tab value="applications">Applications</Tabs.Tab>
                  <Tabs.Tab value="graph">Graph</Tabs.Tab>
                  <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
                  <Tabs.Tab value="input">Input</Tabs.Tab>
                  <Tabs.Tab value="configuration">Configuration</Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="applications"><StepList steps={steps} /></Tabs.Panel>
                <Tabs.Panel value="graph" p="md"><WholePage to={`/works/${id}/graph`} /><WorkGraph details={details} height="min(380px, 60vh)" /></Tabs.Panel>
                <Tabs.Panel value="timeline" p="md"><WholePage to={`/works/${id}/timeline`} /><WorkTimeline work={work} height="min(380px, 60vh)" /></Tabs.Panel>
                <Tabs.Panel value="input" p="md"><JsonView value={work.input} label="The input" /></Tabs.Panel>
                <Tabs.Panel value="configuration" p="md"><JsonView value={work.configuration} label="The configuration" /></Tabs.Panel>
              </Tabs>
            </section>
          </Page>
        )
      }}
    </Loaded>
  )
}

function StepList({ steps }: { steps: StepPicture[] }) {
  return (
    <DataTable
      label="Applications"
      rows={steps}
      rowKey={step => step.name}
      empty="Its workflow has no application."
      columns={[
        { title: 'Name', cell: step => <><Text size="sm" fw={550} className="lp-breaks">{step.name}</Text>{step.event && <Text size="xs" c="dimmed">runs at the work's {step.event === 'fail' ? 'failure' : 'success'}</Text>}</> },
        {
          title: 'State',
          cell: step => (
            <>
              <StateBadge state={step.state} />
              {(step.waits ?? step.record?.message) && <Text size="xs" c="dimmed" mt={2} className="lp-breaks">{step.waits ?? step.record?.message}</Text>}
            </>
          ),
        },
        { title: 'Application', from: 'sm', cell: step => <NamedLink kind="application" id={step.application} /> },
        { title: 'Task', cell: step => (step.record?.task ? <NamedLink kind="task" id={step.record.task} /> : '—') },
        { title: 'Output', from: 'md', cell: step => (step.record?.output && Object.keys(step.record.output).length > 0 ? <JsonView value={step.record.output} label={`Output of ${step.name}`} maxHeight={120} /> : '') },
      ]}
    />
  )
}
