import { ActionIcon, CopyButton, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMemo } from 'react'

const longest = 200_000

/** JSON to read and to copy. */
export function JsonView({ value, label, maxHeight = 420 }: { value: unknown; label: string; maxHeight?: number }) {
  const text = useMemo(() => JSON.stringify(value ?? null, null, 2), [value])
  const shown = text.length > longest ? text.slice(0, longest) : text
  return (
    <div className="lp-json">
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon className="lp-copy" variant="default" size="sm" aria-label={`Copy ${label}`} onClick={copy}>{copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}</ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      {/* What scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} role="region" aria-label={label} style={{ maxHeight }}>{shown}</pre>
      {shown !== text && <Text size="sm" c="dimmed" px="sm" pb="xs">Only the beginning is shown; copy it to have all of it.</Text>}
    </div>
  )
}
