import { Anchor, Group } from '@mantine/core'
import { Link } from 'react-router'

/** A link to a picture with the whole page for it. */
export function WholePage({ to }: { to: string }) {
  return (
    <Group justify="flex-end" mb="xs">
      <Anchor component={Link} to={to}>With the whole page</Anchor>
    </Group>
  )
}
