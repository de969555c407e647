/** Routes of React Router. */
import { redirect } from 'react-router'
import type { LoaderFunctionArgs, ServerBuild } from 'react-router'
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
