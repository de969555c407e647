// Serves the faults of the tests of survival by the build of the contract.
import { session, sessionErrors } from '../../../dist/bindings/sveltekit.js'
import { sveltekitRoutes } from '../../../test/bindings/survival/faults/sveltekit.mjs'
import { factory, heard, mode, serve } from '../../../test/bindings/survival/servers/process.mjs'
import { webHandlers, webOptions } from '../../../test/bindings/survival/servers/process.mjs'

const onError = webHandlers[mode]
const hooks = {
  handle: session(factory, { ...webOptions, ...(onError && { onError }) }),
  handleError: sessionErrors(() => {
    if (mode === 'failing handleError') webHandlers.throws()
  }),
  answer: (event) => sveltekitRoutes(heard, event),
}
const contract = { hooksOf: () => hooks }
globalThis.cartoucheContract = contract
process.env.HOST_HEADER = 'host'
process.env.ORIGIN = ''
const { handler } = await import('./build/handler.js')
heard.redirect = contract.redirect
serve(handler)
