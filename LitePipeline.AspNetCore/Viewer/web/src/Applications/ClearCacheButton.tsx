import { notifications } from '@mantine/notifications'
import { IconEraser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../Api/call'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { DialogButton } from '../Dialogs/DialogButton'
import { countText } from '../Text/sizes'

/** Has the manager forget the results that it keeps for an application's actions with `cache`. */
export function ClearCacheButton({ id, name }: { id: string; name: string }) {
  const client = useQueryClient()
  const clear = async () => {
    const { removed } = await call<{ removed: number }>('DELETE', `applications/${id}/cache`)
    notifications.show({ message: removed === 0 ? 'No result was kept.' : `${countText(removed, 'cached result')} cleared.`, closeButtonProps: { 'aria-label': 'Close' } })
    // No event tells of it.
    void client.invalidateQueries({ queryKey: ['audit'] })
  }
  return (
    <DialogButton
      label="Clear cached results"
      icon={IconEraser}
      role="operator"
      dialog={close => (
        <ConfirmDialog
          title={`Clear the cached results of ${name}?`}
          text="Its actions with cache run again the next time, whatever their input. What tasks have taken from the cache already stays with them."
          confirmText="Clear"
          submit={clear}
          onClose={close}
        />
      )}
    />
  )
}
