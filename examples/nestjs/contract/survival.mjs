// Serves the faults of the tests of survival.
import { StreamableFile } from '@nestjs/common'
import { of, throwError } from 'rxjs'
import { useSession } from '../../../dist/bindings/nestjs.js'
import { expressReplies } from '../../../test/bindings/survival/faults/express.mjs'
import { fastifyOnSend, fastifyRoutes } from '../../../test/bindings/survival/faults/fastify.mjs'
import { nestRoutes } from '../../../test/bindings/survival/faults/nestjs.mjs'
import { nodeRoutes } from '../../../test/bindings/survival/faults/node.mjs'
import {
  expressHandlers,
  factory,
  fastifyHandlers,
  heard,
  keep,
} from '../../../test/bindings/survival/servers/process.mjs'
import {
  mode,
  onCommitError,
  others,
  tell,
} from '../../../test/bindings/survival/servers/process.mjs'
import { applicationOf } from './application.js'

const [platform] = others
const isFastify = platform === 'fastify'
const answer = (request, response) => {
  keep(response.raw ?? response)
  if (isFastify) return fastifyRoutes(heard, request, response)
  return nodeRoutes(heard, request, response, expressReplies)
}
const handlers = isFastify ? fastifyHandlers : expressHandlers
const give = (request) => nestRoutes(heard, request, { StreamableFile, of, throwError })
const app = await applicationOf(platform, false, answer, handlers[mode], give)
if (!others.includes('alone')) useSession(app, factory, { csrf: {}, onCommitError })
if (isFastify) {
  const fastify = app.getHttpAdapter().getInstance()
  fastify.decorateRequest('isLate', false)
  fastify.addHook('onSend', fastifyOnSend)
}
const server = await app.listen(0, '127.0.0.1')
tell(server.address().port)
