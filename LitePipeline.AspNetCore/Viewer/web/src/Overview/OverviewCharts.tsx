/** The place of the charts of throughput, waiting time and slots over time. */
export function OverviewCharts() {
  return null
}
