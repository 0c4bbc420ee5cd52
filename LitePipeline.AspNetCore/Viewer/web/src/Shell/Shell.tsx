import { ActionIcon, AppShell, Burger, Group, NavLink, ScrollArea, Text, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconActivity, IconApps, IconBolt, IconCalendarClock, IconChecklist, IconHeartRateMonitor, IconListSearch, IconMoon, IconPackage, IconRoute, IconServer2, IconSun, IconTopologyStar3, type Icon } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link, Outlet, useLocation } from 'react-router'
import type { Role } from '../Api/records'
import { ConnectionBanner } from '../Live/ConnectionBanner'
import { mayDo, useMe } from '../SignIn/me'
import { UserMenu } from '../SignIn/UserMenu'
import { Mark } from './Mark'

const places: { to: string; text: string; icon: Icon; role?: Role }[] = [
  { to: '/', text: 'Overview', icon: IconActivity },
  { to: '/tasks', text: 'Tasks', icon: IconChecklist },
  { to: '/works', text: 'Works', icon: IconRoute },
  { to: '/applications', text: 'Applications', icon: IconApps },
  { to: '/workflows', text: 'Workflows', icon: IconTopologyStar3 },
  { to: '/schedules', text: 'Schedules', icon: IconCalendarClock },
  { to: '/services', text: 'Services', icon: IconHeartRateMonitor },
  { to: '/venvs', text: 'Venvs', icon: IconPackage },
  { to: '/cluster', text: 'Cluster', icon: IconServer2 },
  { to: '/events', text: 'Events', icon: IconBolt },
  { to: '/audit', text: 'Audit', icon: IconListSearch, role: 'admin' },
]

export function Shell() {
  const [opened, menu] = useDisclosure()
  const { pathname } = useLocation()
  const me = useMe()
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)

  // A new page is read from its top, by eyes and by screen readers.
  useEffect(() => {
    menu.close()
    if (!first.current) {
      main.current?.focus({ preventScroll: true })
      window.scrollTo(0, 0)
    }
    first.current = false
  }, [pathname, menu.close])

  return (
    <AppShell header={{ height: 54 }} navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="md" transitionDuration={0}>
      <a className="lp-skip" href="#main" onClick={event => { event.preventDefault(); main.current?.focus() }}>Skip to the page</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={opened ? 'Close the menu' : 'Open the menu'} aria-expanded={opened} />
            <Link to="/" aria-label="LitePipeline, overview" className="lp-brand">
              <Mark />
              <Text fw={700} span>LitePipeline</Text>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SchemeSwitch />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <AppShell.Section component={ScrollArea} grow>
          {places.filter(place => mayDo(me, place.role ?? 'viewer')).map(place => {
            const active = place.to === '/' ? pathname === '/' : pathname === place.to || pathname.startsWith(`${place.to}/`)
            return (
              <NavLink key={place.to} component={Link} to={place.to} label={place.text} active={active} aria-current={active ? 'page' : undefined} variant="filled" leftSection={<place.icon size={18} stroke={1.8} aria-hidden />} className="lp-place" />
            )
          })}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1}>
        <ConnectionBanner />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}

function SchemeSwitch() {
  const scheme = useComputedColorScheme('light')
  const { setColorScheme } = useMantineColorScheme()
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <Tooltip label={`Switch to ${other}`}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Switch to ${other} colours`} onClick={() => setColorScheme(other)}>
        {scheme === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}
