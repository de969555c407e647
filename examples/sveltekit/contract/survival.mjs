// Serves the faults of the tests of survival by the build of the contract.
import { session, sessionErrors } from '../../../dist/bindings/sveltekit.js'
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
const ours = {
  handle: session(factory, { ...webOptions, ...(onError && { onError }) }),
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
