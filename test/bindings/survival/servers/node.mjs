// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
import * as binding from '../../../../dist/bindings/node.js'
import { nodeRoutes } from '../faults/node.mjs'
import { factory, heard, keep, mode, nodeHandlers, onCommitError, serve } from './process.mjs'

const options = { csrf: {}, onError: nodeHandlers[mode], onCommitError }
const handle = (request, response) => {
  keep(response)
  return nodeRoutes(heard, request, response)
}
serve(binding.withSession(factory, handle, options))
