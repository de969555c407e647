import { Outlet, isRouteErrorResponse } from 'react-router'
import type { Route } from './+types/root'
import { visitorSession } from './session.server'

export const middleware: Route.MiddlewareFunction[] = visitorSession

export function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <head>
        <title>cartouche with React Router</title>
      </head>
      <body>{children}</body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <h1>{isRouteErrorResponse(error) ? error.statusText : 'Something went wrong'}</h1>
}
