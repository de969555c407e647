// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import { createRequestHandler } from 'react-router'
import * as binding from '../../../../dist/bindings/react-router.js'
import { buildOf } from '../../react-router-manifest.js'
import { webRoutes } from '../faults/web.mjs'
import { serveFetch } from './bridge.mjs'
import { factory, heard, mode, webHandlers, webOptions } from './process.mjs'

const answer = ({ request, context }) =>
  webRoutes(heard, request, context.get(binding.sessionContext))

/** What a page answers; an ErrorBoundary in its place answers errors. */
const replies = new WeakMap()
const route = {
  loader: async (args) => {
    replies.set(args.request, await answer(args))
    return null
  },
  page: (request, _status, _headers, { staticHandlerContext: { errors } }, context) => {
    if (errors === null) return replies.get(request)
    const [error] = Object.values(errors)
    return webHandlers[mode](binding.csrfRefusal(context) ?? error)
  },
}

const handleError = binding.sessionExceptions(() => {
  if (mode === 'failing handleError') webHandlers.throws()
})
const isPage = Object.hasOwn(webHandlers, mode)
const build = buildOf(
  isPage ? route : { loader: answer },
  binding.session(factory, webOptions),
  handleError,
)
serveFetch(createRequestHandler(build, 'production'))
