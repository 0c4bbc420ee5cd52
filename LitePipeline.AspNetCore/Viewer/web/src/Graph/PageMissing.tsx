import { Page, type Crumb } from '../Shell/Page'
import { RefusalText } from '../Shell/RefusalText'

export function PageMissing({ error, title, crumbs }: { error: Error; title: string; crumbs: Crumb[] }) {
  return <Page title="Not shown" crumbs={crumbs}><RefusalText error={error} title={title} /></Page>
}
