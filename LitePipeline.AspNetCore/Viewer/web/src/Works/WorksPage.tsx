import { IconPlus } from '@tabler/icons-react'
import { DialogButton } from '../Dialogs/DialogButton'
import { Page } from '../Shell/Page'
import { CreateWorkDialog } from './CreateWorkDialog'
import { WorkList } from './WorkList'

export default function WorksPage() {
  return (
    <Page title="Works" actions={<DialogButton main label="Create a work" icon={IconPlus} role="operator" dialog={close => <CreateWorkDialog onClose={close} />} />}>
      <WorkList empty="No work was made yet. A work is one run of a workflow." />
    </Page>
  )
}
