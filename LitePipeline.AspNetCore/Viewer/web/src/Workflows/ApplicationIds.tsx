import { ActionIcon, CopyButton, Group, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { NamedSelect } from '../Dialogs/NamedSelect'

/** Finds the id of an application, which a workflow's configuration asks for. */
export function ApplicationIds() {
  const [id, setId] = useState<string | null>(null)
  return (
    <Group align="flex-end" gap="xs">
      <div style={{ flex: 1 }}><NamedSelect kind="application" label="Find an application's id" value={id} onChange={setId} /></div>
      <CopyButton value={id ?? ''}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : (id ?? 'Choose an application first')}>
            <ActionIcon variant="default" size={36} aria-label="Copy the id" onClick={copy} disabled={id === null}>{copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}</ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      {id && <code className="lp-mono lp-breaks" style={{ width: '100%' }}>{id}</code>}
    </Group>
  )
}
