import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { Page } from './Page'

export default function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <Text>The address may be of an older version, or mistyped. <Anchor component={Link} to="/">Go to the overview</Anchor>.</Text>
    </Page>
  )
}
