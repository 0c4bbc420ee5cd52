import { Button, Stack } from '@mantine/core'
import { useRouteError } from 'react-router'
import { Page } from './Page'
import { RefusalText } from './RefusalText'

/** Stands in for a page that could not be shown: most often one of a version that the server has no more. */
export function PageFailed() {
  const error = useRouteError()
  return (
    <Page title="The page cannot be shown">
      <Stack align="flex-start">
        <RefusalText error={error} title="The viewer has failed here" />
        <Button onClick={() => window.location.reload()}>Reload</Button>
      </Stack>
    </Page>
  )
}
