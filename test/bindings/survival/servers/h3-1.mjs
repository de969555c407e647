// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import { createApp, eventHandler, fromNodeMiddleware, toNodeListener } from 'h3-1'
import * as binding from '../../../../dist/bindings/nuxt.js'
import { h31Routes } from '../faults/h3-1.mjs'
import { factory, heard, keep, mode, nodeHandlers, others, serve, webOptions } from './process.mjs'

const onError =
  nodeHandlers[mode] && (({ cause }, { node: { req, res } }) => nodeHandlers[mode](cause, req, res))
const h3App = createApp(onError && { onError })
if (!others.includes('alone')) binding.session(factory, webOptions)({ h3App })
h3App.use(
  eventHandler((event) => {
    keep(event.node.res)
    return h31Routes(heard, event, fromNodeMiddleware)
  }),
)
serve(toNodeListener(h3App))
