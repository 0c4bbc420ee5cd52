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
            page('works', () => import('./Works/WorksPage')),
            page('works/:id', () => import('./Works/WorkPage')),
            page('applications', () => import('./Applications/ApplicationsPage')),
            page('applications/:id', () => import('./Applications/ApplicationPage')),
            page('applications/:id/compare', () => import('./Applications/ComparePage')),
            page('workflows', () => import('./Workflows/WorkflowsPage')),
            page('workflows/:id', () => import('./Workflows/WorkflowPage')),
            page('schedules', () => import('./Schedules/SchedulesPage')),
            page('schedules/:id', () => import('./Schedules/SchedulePage')),
            page('services', () => import('./Services/ServicesPage')),
            page('services/:id', () => import('./Services/ServicePage')),
            page('venvs', () => import('./Venvs/VenvsPage')),
            page('venvs/:id', () => import('./Venvs/VenvPage')),
            page('cluster', () => import('./Cluster/ClusterPage')),
            page('nodes/:id', () => import('./Nodes/NodePage')),
            page('events', () => import('./Events/EventsPage')),
            page('audit', () => import('./Audit/AuditPage')),
            page('tasks/:id/graph', () => import('./Graph/TaskPicturePage')),
            page('tasks/:id/timeline', () => import('./Graph/TaskPicturePage')),
            page('works/:id/graph', () => import('./Graph/WorkPicturePage')),
            page('works/:id/timeline', () => import('./Graph/WorkPicturePage')),
            page('workflows/:id/graph', () => import('./Graph/WorkflowPicturePage')),
            page('*', () => import('./Shell/NotFoundPage')),
          ],
        },
      ],
    },
  ],
  { basename: pagesPath.replace(/\/$/, '') || '/' },
)
