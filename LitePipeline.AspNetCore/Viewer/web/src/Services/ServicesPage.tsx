import { Anchor, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { ServiceRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { ChoiceFilter, FromFilters, TextFilter } from '../Lists/filters'
import { ListPanel } from '../Lists/ListPanel'
import { NamedLink } from '../Lists/NamedLink'
import { useListing } from '../Lists/useListing'
import { Page } from '../Shell/Page'
import { enabledChoices } from '../States/choices'
import { EnabledBadge } from '../States/EnabledBadge'
import { Moment } from '../Text/Moment'
import { ServiceButtons } from './ServiceButtons'
import { ServiceDialog } from './ServiceDialog'
import { ServiceState } from './ServiceState'

export default function ServicesPage() {
  const listing = useListing<ServiceRecord>(['services'], 'services', ['name', 'enabled', 'application'])
  return (
    <Page title="Services" actions={<DialogButton main label="Create a service" icon={IconPlus} role="operator" dialog={close => <ServiceDialog onClose={close} />} />}>
      <ListPanel
        label="Services"
        noun="service"
        listing={listing}
        rowKey={service => service.id}
        empty="There is no service yet. A service keeps one task of an application running."
        filters={
          <>
            <TextFilter listing={listing} name="name" label="Name" placeholder="Part of a name" />
            <ChoiceFilter listing={listing} name="enabled" label="Enabled" choices={enabledChoices} />
            <FromFilters listing={listing} />
          </>
        }
        columns={[
          {
            title: 'Name',
            cell: service => (
              <>
                <Anchor component={Link} to={`/services/${service.id}`} fw={550} className="lp-breaks">{service.name}</Anchor>
                {service.description && <Text size="sm" c="dimmed" lineClamp={2} className="lp-breaks">{service.description}</Text>}
              </>
            ),
          },
          { title: 'Enabled', from: 'xs', cell: service => <EnabledBadge enabled={service.enabled} /> },
          { title: 'Task', cell: service => <ServiceState service={service} /> },
          { title: 'Application', from: 'md', cell: service => <NamedLink kind="application" id={service.application} /> },
          { title: 'Starts', from: 'md', align: 'right', cell: service => service.state.starts.toLocaleString() },
          { title: 'Changed', from: 'lg', cell: service => <Moment at={service.updated_at} /> },
          { title: 'What can be done', quiet: true, from: 'sm', cell: service => <div className="lp-row-actions"><ServiceButtons small service={service} /></div> },
        ]}
      />
    </Page>
  )
}
