import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { FormDialog } from './FormDialog'

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, text, confirmText, submit, onClose }: { title: string; text: ReactNode; confirmText: string; submit: () => Promise<unknown>; onClose: () => void }) {
  return (
    <FormDialog title={title} submitText={confirmText} danger submit={submit} onClose={onClose}>
      <Text size="sm" component="div">{text}</Text>
    </FormDialog>
  )
}
