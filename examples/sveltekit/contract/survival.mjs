// Serves the faults of the tests of survival by the build of the contract.
import { session, sessionErrors } from '../../../dist/bindings/sveltekit.js'
import { nameOf, spoil } from '../../../test/bindings/survival/faults/common.mjs'
import { sveltekitRoutes } from '../../../test/bindings/survival/faults/sveltekit.mjs'
import {
  factory,
  heard,
  mode,
  others,
  serve,
} from '../../../test/bindings/survival/servers/process.mjs'
import { webHandlers, webOptions } from '../../../test/bindings/survival/servers/process.mjs'

const onError = webHandlers[mode]
const handleError = () => {
  if (mode === 'failing handleError') webHandlers.throws()
}
const own = { handle: ({ event, resolve }) => resolve(event), handleError }
const handle = session(factory, { ...webOptions, ...(onError && { onError }) })
/** A path that is no text has no route: only a hook, or the layout of the error page, has its session. */
const resolveInside = (resolve) => (event) => {
  if (nameOf(event.url.pathname) === 'throw') spoil(event.locals.session)
  return resolve(event)
}
const ours = {
  handle: ({ event, resolve }) => handle({ event, resolve: resolveInside(resolve) }),
  handleError: sessionErrors(handleError),
}
const hooks = {
  ...(others.includes('alone') ? own : ours),
  answer: (event) => sveltekitRoutes(heard, event),
}
const contract = { hooksOf: () => hooks }
globalThis.cartoucheContract = contract
process.env.HOST_HEADER = 'host'
delete process.env.ORIGIN
const { handler } = await import('./build/handler.js')
heard.redirect = contract.redirect
serve(handler)
