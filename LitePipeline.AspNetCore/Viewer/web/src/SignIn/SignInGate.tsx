import { Button, Center, Loader, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { asRefusal } from '../Api/refusal'
import { RefusalText } from '../Shell/RefusalText'
import { MeContext, useAskWhoIAm } from './me'
import { SignInPage } from './SignInPage'

/** Shows what it holds to those whom the API lets in, and the sign-in to others. */
export function SignInGate({ children }: { children: ReactNode }) {
  const me = useAskWhoIAm()
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>
  const refusal = me.error ?? me.failureReason
  if (!refusal) return <Center h="100vh"><Loader aria-label="Asking who you are" /></Center>
  if (asRefusal(refusal).asksForSignIn) return <SignInPage />
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack maw={560}>
        <h1 className="lp-visually-hidden">LitePipeline</h1>
        <RefusalText error={refusal} title="The manager lets nothing be seen" />
        <Button variant="default" onClick={() => window.location.reload()}>Reload</Button>
      </Stack>
    </Center>
  )
}
