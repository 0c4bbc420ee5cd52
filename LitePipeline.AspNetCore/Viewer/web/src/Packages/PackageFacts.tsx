import type { PackagedRecord } from '../Api/records'
import { Facts } from '../Text/Facts'
import { Moment } from '../Text/Moment'
import { shortDigest, sizeText } from '../Text/sizes'

export function PackageFacts({ record }: { record: PackagedRecord }) {
  return (
    <Facts
      facts={[
        ['Description', record.description],
        ['Version', <span key="version" className="lp-mono" title={record.package.sha1}>{shortDigest(record.package.sha1)}</span>],
        ['Package', `${sizeText(record.package.size)}, ${record.package.format === 'zip' ? 'zip' : 'tar.gz'}`],
        ['Created', <Moment key="created" at={record.created_at} />],
        ['Changed', <Moment key="changed" at={record.updated_at} />],
        ['Id', <span key="id" className="lp-mono">{record.id}</span>],
      ]}
    />
  )
}
