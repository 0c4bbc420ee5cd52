import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../Api/call'
import type { Role } from '../Api/records'
import { asRefusal } from '../Api/refusal'
import { Mark } from '../Shell/Mark'
import { RefusalText } from '../Shell/RefusalText'
import { session } from './session'

export function SignInPage() {
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => call<{ token: string; expires_at: string; role: Role }>('POST', 'login', { body: { user, password } }),
    onSuccess: given => session.begin({ user, token: given.token, expiresAt: given.expires_at }),
  })
  useEffect(() => {
    document.title = 'Sign in · LitePipeline'
  }, [])
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper className="lp-panel" p="xl" w={380} maw="100%">
        <form onSubmit={event => { event.preventDefault(); signIn.mutate() }}>
          <Stack>
            <Stack gap={6} align="center">
              <Mark size={44} />
              <Title order={1}>Sign in</Title>
              {session.endReason === 'expired' && <Text size="sm" c="dimmed">Your session has ended; sign in again.</Text>}
            </Stack>
            {signIn.error && <RefusalText error={asRefusal(signIn.error)} title="Not signed in" />}
            <TextInput label="User" name="user" autoComplete="username" required data-autofocus value={user} onChange={event => setUser(event.currentTarget.value)} />
            <PasswordInput label="Password" name="password" autoComplete="current-password" required value={password} onChange={event => setPassword(event.currentTarget.value)} />
            <Button type="submit" loading={signIn.isPending}>Sign in</Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
