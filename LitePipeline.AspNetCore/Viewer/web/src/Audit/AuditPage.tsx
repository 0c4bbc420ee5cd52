import { Text } from '@mantine/core'
import type { AuditRecord } from '../Api/records'
import { momentColumn } from '../Lists/columns'
import type { Filter } from '../Lists/Filters'
import { RecordList } from '../Lists/RecordList'
import { Page } from '../Shell/Page'
import { commandText, nouns, verbs } from './commandText'
import { Subject } from './Subject'

const choices = (words: readonly string[]) => words.map(word => ({ value: word, label: word }))

const filters: Filter[] = [
  { name: 'actor', label: 'Who', placeholder: 'A user' },
  { name: 'verb', label: 'Did what', choices: choices(verbs) },
  { name: 'noun', label: 'To what', choices: choices(nouns) },
  { name: 'subject', label: 'Id', placeholder: 'A whole id', width: 310 },
]

/** Who did what, when, from where and to what. */
export default function AuditPage() {
  return (
    <Page title="Audit">
      <RecordList<AuditRecord>
        label="Audit"
        noun="record"
        path="audit"
        rowKey={record => record.sequence}
        empty="Nobody has done anything yet. Each command that is carried out is recorded here, and a record is never changed or removed."
        filters={filters}
        columns={[
          momentColumn('When', record => record.at),
          { title: 'Who', cell: record => <Text size="sm" className="lp-breaks">{record.actor}</Text> },
          { title: 'From', from: 'md', cell: record => record.origin && <span className="lp-mono">{record.origin}</span> },
          {
            title: 'What',
            cell: record => (
              <>
                <Text size="sm" className="lp-prose">{commandText(record)} <Subject record={record} /></Text>
                {record.details && record.noun !== 'secret' && <Text size="xs" c="dimmed" className="lp-breaks">{record.details}</Text>}
              </>
            ),
          },
          { title: 'Id', from: 'lg', cell: record => <span className="lp-mono">{record.subject}</span> },
        ]}
      />
    </Page>
  )
}
