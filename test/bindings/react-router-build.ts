/** Applications of React Router as its compiler would build them: one route for all paths. */
import { redirect } from 'react-router'
import type { LoaderFunctionArgs, MiddlewareFunction, ServerBuild } from 'react-router'
import type { Reply } from '../contracts/binding/harness.js'
import { responseOf } from '../contracts/binding/responses.js'

export type Args = LoaderFunctionArgs
type Entry = ServerBuild['entry']['module']

/** A route that answers by itself (of a resource), or by a page. */
export interface RouteModule {
  readonly loader: (args: Args) => unknown
  readonly page?: Entry['default']
}

/** A route with a page, whose component and ErrorBoundary are functions here. */
export function pageOf(
  answer: (args: Args) => Promise<Reply>,
  boundary: (error: unknown, context: Args['context']) => Reply,
): RouteModule {
  const replies = new WeakMap<Request, Reply>()
  return {
    // After an action the loader runs too.
    loader: async (args) => {
      if (replies.has(args.request)) return null
      const reply = await answer(args)
      if (reply.location !== undefined) throw redirect(reply.location, reply.status ?? 302)
      replies.set(args.request, reply)
      return null
    },
    page: (request, _status, _headers, { staticHandlerContext: { errors } }, context) => {
      const [error] = Object.values(errors ?? {})
      return responseOf(errors ? boundary(error, context) : replies.get(request)!)
    },
  }
}

export function buildOf(
  { loader, page }: RouteModule,
  middleware: MiddlewareFunction[],
  handleError: NonNullable<Entry['handleError']>,
): ServerBuild {
  const Component = page && (() => null)
  const module = { loader, action: loader, middleware, default: Component }
  const entry = { default: page ?? (() => new Response('unused')), handleError }
  const routes = { all: { id: 'all', path: '*', module } }
  const assets = { version: '1', url: '', entry: { imports: [], module: '' }, routes: {} }
  return {
    entry: { module: entry },
    routes,
    assets,
    publicPath: '/',
    assetsBuildDirectory: '',
    future: {},
    ssr: true,
    isSpaMode: false,
    prerender: [],
    routeDiscovery: { mode: 'initial', manifestPath: '/__manifest' },
  } as unknown as ServerBuild
}
