import { Anchor, Tabs, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import { get } from '../Api/call'
import type { ApplicationConfiguration, ApplicationRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { DataTable } from '../Lists/DataTable'
import { applications } from '../Packages/kinds'
import { PackagedButtons } from '../Packages/PackagedButtons'
import { PackageFacts } from '../Packages/PackageFacts'
import { VersionList } from '../Packages/VersionList'
import { Loaded } from '../Shell/Loaded'
import { Page, Section } from '../Shell/Page'
import { CreateTaskDialog } from '../Tasks/CreateTaskDialog'
import { JsonView } from '../Text/JsonView'
import { ClearCacheButton } from './ClearCacheButton'
import { SecretList } from './SecretList'

const crumbs = [{ to: '/applications', text: 'Applications' }]

export default function ApplicationPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const query = useQuery({ queryKey: ['application', id], queryFn: ({ signal }) => get<ApplicationRecord>(`applications/${id}`, undefined, signal) })
  return (
    <Loaded query={query} noun="application" crumbs={crumbs}>
      {application => (
        <Page
          title={application.name}
          crumbs={crumbs}
          actions={
            <>
              <DialogButton main label="Create a task" icon={IconPlus} role="operator" dialog={close => <CreateTaskDialog application={id} onClose={close} />} />
              <ClearCacheButton id={id} name={application.name} />
              <PackagedButtons kind={applications} record={application} deleted={() => void navigate('/applications')} />
            </>
          }
        >
          <Section title="About" beside={<Anchor component={Link} to={`/tasks?application=${id}`} size="sm">Its tasks</Anchor>}><PackageFacts record={application} /></Section>
          <section className="lp-panel" aria-label="Configuration">
            <Tabs defaultValue="actions" keepMounted={false}>
              <Tabs.List px="xs">
                <Tabs.Tab value="actions">Actions</Tabs.Tab>
                <Tabs.Tab value="configuration">Configuration</Tabs.Tab>
                {application.configuration.input_schema && <Tabs.Tab value="schema">Input schema</Tabs.Tab>}
              </Tabs.List>
              <Tabs.Panel value="actions"><ConfiguredActions configuration={application.configuration} /></Tabs.Panel>
              <Tabs.Panel value="configuration" p="md"><JsonView value={application.configuration} label="The configuration" maxHeight={600} /></Tabs.Panel>
              <Tabs.Panel value="schema" p="md"><JsonView value={application.configuration.input_schema} label="The input's schema" /></Tabs.Panel>
            </Tabs>
          </section>
          <SecretList application={id} />
          <VersionList kind={applications} record={application} />
        </Page>
      )}
    </Loaded>
  )
}

function ConfiguredActions({ configuration }: { configuration: ApplicationConfiguration }) {
  const events = (['success', 'fail'] as const).flatMap(event => (configuration.event_actions?.[event] ? [{ ...configuration.event_actions[event], name: event, event: true }] : []))
  const rows = [...configuration.actions.map(action => ({ ...action, event: false })), ...events]
  return (
    <DataTable
      label="Actions"
      rows={rows}
      rowKey={action => (action.event ? `event ${action.name}` : action.name)}
      empty="It has no action."
      columns={[
        {
          title: 'Name',
          cell: action => (
            <>
              <Text size="sm" fw={550} className="lp-breaks">{action.name}</Text>
              {action.event && <Text size="xs" c="dimmed">runs at a task's {action.name === 'fail' ? 'failure' : 'success'}</Text>}
              {action.name === configuration.output_action && !action.event && <Text size="xs" c="dimmed">its output is the application's</Text>}
              {action.cache && <Text size="xs" c="dimmed">its results are kept and taken again</Text>}
            </>
          ),
        },
        { title: 'Runs', cell: action => <span className="lp-mono lp-breaks">{action.main ?? (action.handler ? `handler ${action.handler}` : '')}</span> },
        { title: 'After', from: 'sm', cell: action => (action.condition ?? []).join(', ') },
      ]}
    />
  )
}
