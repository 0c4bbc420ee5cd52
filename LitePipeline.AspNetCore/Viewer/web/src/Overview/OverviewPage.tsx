import { ClusterCharts } from '../Charts/ClusterCharts'
import { Page } from '../Shell/Page'

export default function OverviewPage() {
  return <Page title="Overview"><ClusterCharts /></Page>
}
