import { applications } from '../Packages/kinds'
import { PackagedListPage } from '../Packages/PackagedListPage'

export default function ApplicationsPage() {
  return <PackagedListPage kind={applications} empty="No application was uploaded yet. An application is a package with scripts and a configuration.json." />
}
