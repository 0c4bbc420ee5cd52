import { Text } from '@mantine/core'
import { Notice } from '../Shell/Notice'
import { useConnection } from './LiveProvider'

/** Says that what is shown may be old, as long as it may be. */
export function ConnectionBanner() {
  const connection = useConnection()
  return (
    <div role="status" aria-live="polite" className="lp-banner">
      {connection.state === 'lost' && (
        <Notice tone="lost" title="Connection lost">
          <Text size="sm">
            {connection.refusal.message}{' '}
            {connection.retries ? 'What you see may be old; it is fresh again as soon as the connection is back, which is tried all the time.' : 'What you see may be old; reload the page.'}
          </Text>
        </Notice>
      )}
    </div>
  )
}
