// Serves the faults of the tests of survival by a build of the contract.
import { session } from '../../../dist/bindings/astro.js'
import { astroRoutes } from '../../../test/bindings/survival/faults/astro.mjs'
import { factory, heard, mode, serve } from '../../../test/bindings/survival/servers/process.mjs'
import { webHandlers, webOptions } from '../../../test/bindings/survival/servers/process.mjs'

const onError = webHandlers[mode]
const server = {
  onRequest: session(factory, { ...webOptions, ...(onError && { onError }) }),
  answer: (context) => astroRoutes(heard, context),
  onError: () => {
    if (mode === 'failing page') webHandlers.throws()
  },
}
globalThis.cartoucheContract = { serverOf: () => server }
const { handler } = await import('./dist/plain/server/entry.mjs')
serve(handler)
