import { PackagedListPage } from '../Packages/PackagedListPage'
import { venvs } from '../Packages/kinds'

export default function VenvsPage() {
  return <PackagedListPage kind={venvs} empty="No venv was uploaded yet. A venv is a package with a Python environment, for the applications that name it." />
}
