// Serves the faults of the tests of survival by the build of the contract.
import { session } from '../../../dist/bindings/h3.js'
import { h3Routes } from '../../../test/bindings/survival/faults/h3.mjs'
import { factory, heard, mode, serve } from '../../../test/bindings/survival/servers/process.mjs'
import { webHandlers, webOptions } from '../../../test/bindings/survival/servers/process.mjs'

const onError = webHandlers[mode]
const server = {
  middleware: [session(factory, webOptions)],
  answer: (event) => h3Routes(heard, event),
  answerError: onError && (({ cause }) => onError(cause)),
}
globalThis.cartoucheContract = { serverOf: () => server }
const { middleware } = await import('./.output/server/index.mjs')
serve(middleware)
