import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { asRefusal, type Refusal } from '../Api/refusal'
import { RefusalText } from '../Shell/RefusalText'

interface Props {
  title: string
  submitText: string
  danger?: boolean
  /** Carries it out; what it throws is shown here, beside its field where `fields` has it. */
  submit: () => Promise<unknown>
  onClose: () => void
  /** The fields that the form shows, by the names of the route. */
  fields?: readonly string[]
  /** How much of an upload has gone, from 0 to 1. */
  sent?: number | null
  size?: string
  children: ReactNode | ((wrong: (field: string) => string | undefined) => ReactNode)
}

/** A dialog that does one thing, and says why where it cannot. It is there as long as it is open. */
export function FormDialog({ title, submitText, danger, submit, onClose, fields = [], sent, size = 'md', children }: Props) {
  const sending = useMutation({ mutationFn: submit, onSuccess: onClose })
  const refusal = sending.error ? asRefusal(sending.error) : null
  const beside = placed(refusal, fields)
  const wrong = (field: string) => (beside === field ? refusal!.message : undefined)
  return (
    <Modal opened onClose={onClose} title={title} size={size} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': 'Close' }} closeOnClickOutside={false}>
      <form noValidate onSubmit={event => { event.preventDefault(); event.stopPropagation(); sending.mutate() }}>
        <Stack>
          {refusal && beside === null && <RefusalText error={refusal} />}
          {typeof children === 'function' ? children(wrong) : children}
          {sending.isPending && sent != null && (
            <div>
              <Progress value={sent * 100} aria-label="How much is sent" animated={sent < 1} />
              <Text size="sm" c="dimmed" mt={4}>{sent < 1 ? `${Math.floor(sent * 100)} % sent` : 'Sent; the manager checks it'}</Text>
            </div>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" color={danger ? 'red' : undefined} loading={sending.isPending}>{submitText}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

// A refusal may name a part of a field, such as timing.minute.
function placed(refusal: Refusal | null, fields: readonly string[]): string | null {
  if (!refusal?.field || refusal.problems.length > 0) return null
  return fields.find(field => field === refusal.field || refusal.field!.startsWith(`${field}.`)) ?? null
}
