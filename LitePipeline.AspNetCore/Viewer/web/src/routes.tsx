import { createBrowserRouter, type RouteObject } from 'react-router'
import { pagesPath } from './Api/place'
import { Shell } from './Shell/Shell'
import { PageFailed } from './Shell/PageFailed'

// Each page is a file of its own, which the browser loads when it is first shown.
const page = (path: string, load: () => Promise<{ default: React.ComponentType }>): RouteObject => ({ path, lazy: async () => ({ Component: (await load()).default }) })

export const router = createBrowserRouter(
  [
    {
      path: '/',
      element: <Shell />,
      errorElement: <PageFailed />,
      HydrateFallback: () => null,
      children: [
        {
          errorElement: <PageFailed />,
          children: [
            page('', () => import('./Overview/OverviewPage')),
            page('tasks', () => import('./Tasks/TasksPage')),
            page('tasks/:id', () => import('./Tasks/TaskPage')),
            page('*', () => import('./Shell/NotFoundPage')),
          ],
        },
      ],
    },
  ],
  { basename: pagesPath.replace(/\/$/, '') || '/' },
)
