import { Page } from '../Shell/Page'

export default function OverviewPage() {
  return <Page title="Overview"><p>To come.</p></Page>
}
