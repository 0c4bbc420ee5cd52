import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './Shell/viewer.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { styleNonce } from './Api/place'
import { asRefusal } from './Api/refusal'
import { LiveProvider } from './Live/LiveProvider'
import { colours, theme } from './Shell/theme'
import { router } from './routes'
import { SignInGate } from './SignIn/SignInGate'

// A part of the component library makes style elements by itself.
setNonce(styleNonce)

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Events say when something is stale; nothing is asked for on suspicion.
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // A refusal is an answer; what did not answer may do so later.
      retry: (_, error) => asRefusal(error).mayPass,
      retryDelay: attempt => Math.min(500 * 2 ** attempt, 10_000),
      // The browser's word about the network says nothing of a manager on this machine.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
      <Notifications position="bottom-right" />
      <QueryClientProvider client={client}>
        <SignInGate>
          <LiveProvider>
            <RouterProvider router={router} />
          </LiveProvider>
        </SignInGate>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
