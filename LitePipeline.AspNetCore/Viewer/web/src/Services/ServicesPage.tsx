import { IconPlus } from '@tabler/icons-react'
import type { ServiceRecord } from '../Api/records'
import { DialogButton } from '../Dialogs/DialogButton'
import { buttonsColumn, momentColumn, nameColumn } from '../Lists/columns'
import { byName } from '../Lists/Filters'
import { NamedLink } from '../Lists/NamedLink'
import { RecordList } from '../Lists/RecordList'
import { Page } from '../Shell/Page'
import { EnabledBadge } from '../States/EnabledBadge'
import { byEnabled } from '../States/filters'
import { ServiceButtons } from './ServiceButtons'
import { ServiceDialog } from './ServiceDialog'
import { ServiceState } from './ServiceState'

export default function ServicesPage() {
  return (
    <Page title="Services" actions={<DialogButton main label="Create a service" icon={IconPlus} role="operator" dialog={close => <ServiceDialog onClose={close} />} />}>
      <RecordList<ServiceRecord>
        label="Services"
        noun="service"
        rowKey={service => service.id}
        empty="There is no service yet. A service keeps one task of an application running."
        filters={[byName, byEnabled]}
        origins={['application']}
        columns={[
          nameColumn('services', service => service.description),
          { title: 'Enabled', from: 'xs', cell: service => <EnabledBadge enabled={service.enabled} /> },
          { title: 'Task', cell: service => <ServiceState service={service} /> },
          { title: 'Application', from: 'md', cell: service => <NamedLink kind="application" id={service.application} /> },
          { title: 'Starts', from: 'md', align: 'right', cell: service => service.state.starts.toLocaleString() },
          momentColumn('Changed', service => service.updated_at, 'lg'),
          buttonsColumn(service => <ServiceButtons small service={service} />),
        ]}
      />
    </Page>
  )
}
