import { Radio, Stack } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../Api/call'
import type { RunState, Signal } from '../Api/records'
import { ActionButton } from '../Dialogs/ActionButton'
import { ConfirmDialog } from '../Dialogs/ConfirmDialog'
import { DialogButton } from '../Dialogs/DialogButton'
import { FormDialog } from '../Dialogs/FormDialog'

interface Props {
  kind: 'task' | 'work'
  id: string
  name: string
  state: RunState
  /** Shown in a row of a table. */
  small?: boolean
  deleted?: () => void
}

/** What can be done with a task or a work, as its stage lets. */
export function RunButtons({ kind, id, name, state, small, deleted }: Props) {
  const path = `${kind}s/${id}`
  const finished = state.stage === 'finished'
  const what = small ? ` ${name}` : ''
  if (!finished)
    return <DialogButton label={`Stop${what}`} icon={IconPlayerStop} role="operator" small={small} dialog={close => <StopDialog kind={kind} id={id} name={name} onClose={close} />} />
  return (
    <>
      {state.status !== 'success' && <ActionButton label={`Recover${what}`} icon={IconRefresh} role="operator" small={small} act={() => call('POST', `${path}/recover`)} />}
      <ActionButton label={`Run again${what}`} icon={IconPlayerPlay} role="operator" small={small} act={() => call('POST', `${path}/rerun`)} />
      <DialogButton
        label={`Delete${what}`}
        icon={IconTrash}
        role="operator"
        danger
        small={small}
        dialog={close => (
          <ConfirmDialog
            title={`Delete the ${kind} ${name}?`}
            text={kind === 'task' ? 'Its results, its logs and its workspaces go with it.' : 'Its results go with it; its tasks stay.'}
            confirmText="Delete"
            submit={async () => { await call('DELETE', path); deleted?.() }}
            onClose={close}
          />
        )}
      />
    </>
  )
}

/** Stops a task or a work with a signal. */
export function StopDialog({ kind, id, name, onClose }: { kind: 'task' | 'work'; id: string; name: string; onClose: () => void }) {
  const [signal, setSignal] = useState<Signal>('terminate')
  return (
    <FormDialog title={`Stop the ${kind} ${name}?`} submitText="Stop" danger submit={() => call('POST', `${kind}s/${id}/stop`, { query: { signal: signal === 'terminate' ? -15 : -9 } })} onClose={onClose}>
      <Radio.Group label="What runs gets the signal; what waits is dropped." value={signal} onChange={value => setSignal(value as Signal)}>
        <Stack gap="xs" mt="xs">
          <Radio value="terminate" label="SIGTERM" description="It may finish what must not be broken off; after a while it is killed." />
          <Radio value="kill" label="SIGKILL" description="It ends at once." />
        </Stack>
      </Radio.Group>
    </FormDialog>
  )
}
