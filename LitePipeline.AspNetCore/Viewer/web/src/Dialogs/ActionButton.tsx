import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Icon } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Role } from '../Api/records'
import { asRefusal } from '../Api/refusal'
import { useMay } from '../SignIn/me'

/** Says that something could not be done, in the API's words. */
export const tellRefusal = (title: string) => (error: unknown) => notifications.show({ color: 'red', title, message: asRefusal(error).message, autoClose: 12_000, closeButtonProps: { 'aria-label': 'Close' } })

/** A button that does something at once. */
export function ActionButton({ label, icon: Shape, role, act, main, small, disabled }: { label: string; icon: Icon; role: Role; act: () => Promise<unknown>; main?: boolean; small?: boolean; disabled?: boolean }) {
  const may = useMay(role)
  const acting = useMutation({ mutationFn: act, onError: tellRefusal(`${label}: refused`) })
  if (!may) return null
  const run = () => acting.mutate()
  if (small)
    return (
      <Tooltip label={label}>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={run} loading={acting.isPending} disabled={disabled}><Shape size={17} aria-hidden /></ActionIcon>
      </Tooltip>
    )
  return <Button variant={main ? 'filled' : 'default'} leftSection={<Shape size={17} aria-hidden />} onClick={run} loading={acting.isPending} disabled={disabled}>{label}</Button>
}
