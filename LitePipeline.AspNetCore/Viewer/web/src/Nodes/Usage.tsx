import { Progress, Text } from '@mantine/core'

/** How much of something is taken. */
export function Usage({ label, used, all, text }: { label: string; used: number; all: number; text?: (amount: number) => string }) {
  const shown = text ?? ((amount: number) => amount.toLocaleString(undefined, { maximumFractionDigits: 2 }))
  return (
    <div style={{ minWidth: 90 }}>
      <Text size="sm">{shown(used)} of {shown(all)}</Text>
      <Progress value={all > 0 ? (used / all) * 100 : 0} size="sm" mt={3} aria-label={label} />
    </div>
  )
}
