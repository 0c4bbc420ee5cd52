import { Alert, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useConnection } from './LiveProvider'

/** Says that what is shown may be old, as long as it may be. */
export function ConnectionBanner() {
  const connection = useConnection()
  return (
    <div role="status" aria-live="polite">
      {connection.state === 'lost' && (
        <Alert color="orange" variant="outline" mb="md" icon={<IconPlugConnectedX aria-hidden />} title="Connection lost" className="lp-panel">
          <Text size="sm">
            {connection.refusal.message}{' '}
            {connection.retries ? 'What you see may be old; it is fresh again as soon as the connection is back, which is tried all the time.' : 'What you see may be old; reload the page.'}
          </Text>
        </Alert>
      )}
    </div>
  )
}
