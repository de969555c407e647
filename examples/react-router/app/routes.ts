import { index, route } from '@react-router/dev/routes'
import type { RouteConfig } from '@react-router/dev/routes'

export default [
  index('routes/home.tsx'),
  route('sign-in', 'routes/sign-in.ts'),
  route('sign-out', 'routes/sign-out.ts'),
] satisfies RouteConfig
