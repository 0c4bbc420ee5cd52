import { ActionIcon, Button, Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import { useRef, useState, type ReactNode } from 'react'
import type { Role } from '../Api/records'
import { useMay } from '../SignIn/me'

interface Props {
  label: string
  icon: Icon
  /** Who may do it; it is not shown to others. */
  role: Role
  dialog: (close: () => void) => ReactNode
  main?: boolean
  danger?: boolean
  /** Shown as its icon alone, in a row of a table. */
  small?: boolean
  disabled?: boolean
}

/** A button that opens a dialog, and has the focus again when that closes. */
export function DialogButton({ label, icon: Shape, role, dialog, main, danger, small, disabled }: Props) {
  const [opened, setOpened] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const may = useMay(role)
  if (!may) return null
  const open = () => setOpened(true)
  const close = () => {
    setOpened(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  return (
    <>
      {small ? (
        <Tooltip label={label}>
          <ActionIcon ref={button} variant="subtle" color="gray" c={danger && !disabled ? 'var(--mantine-color-error)' : undefined} aria-label={label} onClick={open} disabled={disabled}><Shape size={17} aria-hidden /></ActionIcon>
        </Tooltip>
      ) : (
        <Button ref={button} variant={main ? 'filled' : 'default'} c={danger ? 'var(--mantine-color-error)' : undefined} leftSection={<Shape size={17} aria-hidden />} onClick={open} disabled={disabled}>{label}</Button>
      )}
      {opened && dialog(close)}
    </>
  )
}
