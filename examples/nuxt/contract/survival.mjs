// Serves the faults of the tests of survival by the build of the contract.
import { fromNodeMiddleware } from 'h3-1'
import { session } from '../../../dist/bindings/nuxt.js'
import { h31Routes } from '../../../test/bindings/survival/faults/h3-1.mjs'
import {
  factory,
  heard,
  keep,
  mode,
  serve,
} from '../../../test/bindings/survival/servers/process.mjs'
import { nodeHandlers, webOptions } from '../../../test/bindings/survival/servers/process.mjs'

const onError = nodeHandlers[mode]
const server = {
  plugins: [session(factory, webOptions)],
  answer: (event) => {
    keep(event.node.res)
    return h31Routes(heard, event, fromNodeMiddleware)
  },
  answerError: onError && (({ cause }, { node: { req, res } }) => onError(cause, req, res)),
}
// Nuxt asks itself for its error page.
const servers = new WeakMap()
globalThis.cartoucheContract = { servers }
const { listener } = await import('./.output/server/index.mjs')
serve((request, response) => {
  servers.set(request, server)
  listener(request, response)
})
