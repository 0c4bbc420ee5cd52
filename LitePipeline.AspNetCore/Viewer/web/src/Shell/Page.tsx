import { Anchor, Breadcrumbs, Group, Stack, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { Link } from 'react-router'

export interface Crumb {
  to: string
  text: string
}

/** A page: where it is, its title and what can be done on it, then what it shows. */
export function Page({ title, crumbs = [], beside, actions, children }: { title: string; crumbs?: Crumb[]; beside?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · LitePipeline`
  }, [title])
  return (
    <Stack gap="md">
      <div>
        {crumbs.length > 0 && (
          <Breadcrumbs mb={4} component="nav" aria-label="Where you are">
            {crumbs.map(crumb => (
              <Anchor key={crumb.to} component={Link} to={crumb.to} size="sm">{crumb.text}</Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" gap="sm">
          <Group gap="sm" className="lp-breaks">
            <Title order={1}>{title}</Title>
            {beside}
          </Group>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </div>
      {children}
    </Stack>
  )
}

/** A part of a page with a title of its own. */
export function Section({ title, beside, children, padded = true }: { title: string; beside?: ReactNode; children: ReactNode; padded?: boolean }) {
  return (
    <section className="lp-panel" aria-label={title}>
      <Group justify="space-between" px="md" py="sm" gap="sm">
        <Title order={2}>{title}</Title>
        {beside}
      </Group>
      <div style={padded ? { padding: '0 var(--mantine-spacing-md) var(--mantine-spacing-md)' } : undefined}>{children}</div>
    </section>
  )
}
