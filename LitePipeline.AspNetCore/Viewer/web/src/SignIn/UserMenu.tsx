import { Button, Menu } from '@mantine/core'
import { IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../Api/call'
import { useMe } from './me'
import { session } from './session'

/** Who is signed in, and the way out; nothing where the API has no users. */
export function UserMenu() {
  const me = useMe()
  const client = useQueryClient()
  if (!me.user) return null
  const signOut = async () => {
    // Whether it can be told or not, this browser forgets the token.
    await call('POST', 'logout').catch(() => undefined)
    session.end('signed-out')
    client.clear()
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<IconUserCircle size={18} aria-hidden />}>{me.user}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Role: {me.role}</Menu.Label>
        {session.token && <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>Sign out</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
