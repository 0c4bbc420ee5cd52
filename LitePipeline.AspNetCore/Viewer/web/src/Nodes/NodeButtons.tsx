import { IconPlugConnectedX, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { call } from '../Api/call'
import type { NodeView } from '../Api/records'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { DialogButton } from '../Dialogs/DialogButton'

/** Takes a node out of service, and back into it. */
export function NodeButtons({ node, small, removed }: { node: NodeView; small?: boolean; removed?: () => void }) {
  const { id, name } = node.description
  const what = small ? ` ${name}` : ''
  return (
    <>
      {node.draining
        ? (
            <DialogButton
              small={small}
              label={`Resume${what}`}
              icon={IconPlayerPlay}
              role="operator"
              dialog={close => (
                <ConfirmDialog title={`Resume ${name}?`} text="It takes actions again." confirmText="Resume" submit={() => call('POST', `nodes/${id}/resume`)} onClose={close} />
              )}
            />
          )
        : (
            <DialogButton
              small={small}
              label={`Drain${what}`}
              icon={IconPlayerPause}
              role="operator"
              dialog={close => (
                <ConfirmDialog title={`Drain ${name}?`} text="It finishes what it runs and takes no more. It stays so until it is resumed or removed, or the manager starts anew." confirmText="Drain" submit={() => call('POST', `nodes/${id}/drain`)} onClose={close} />
              )}
            />
          )}
      <DialogButton
        small={small}
        danger
        label={`Remove${what}`}
        icon={IconPlugConnectedX}
        role="operator"
        dialog={close => (
          <ConfirmDialog
            title={`Remove ${name}?`}
            text="Its connection is closed, and what it runs is run elsewhere at once. If its process goes on, it joins again as a new one: stop it first."
            confirmText="Remove"
            submit={async () => { await call('DELETE', `nodes/${id}`); removed?.() }}
            onClose={close}
          />
        )}
      />
    </>
  )
}
