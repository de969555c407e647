/** The contract of bindings in NestJS, on Express and on Fastify. */
import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'
import * as binding from '../../../src/bindings/nestjs.js'
import { useSession } from '../../../src/bindings/nestjs.js'
import { actionsOf, sessionsOf } from '../../../test/contracts/binding/actions.js'
import type { Harness, Reply } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { sendByExpress } from '../../../test/contracts/binding/node-reply.js'
import { clientOf } from '../../../test/contracts/binding/node-server.js'
import { applicationOf } from './application.js'

const exempt = ({ url }: { url: string }): boolean => url.startsWith('/exempt')

const joins =
  (platform: 'express' | 'fastify', send: (response: never, reply: Reply) => unknown): Harness =>
  async (run, { factory, admin, csrf, onError, onCommitError, trustProxy = false }) => {
    const app = await applicationOf(
      platform,
      trustProxy,
      async (request: { url: string }, response: never) =>
        send(response, await run(request.url.split('?')[0]!, actionsOf(binding, request))),
      onError &&
        ((error: unknown, request: object, response: never) =>
          send(response, onError(error, sessionsOf(request)))),
    )
    useSession(app, factory, { onCommitError, csrf: csrf && { ...csrf, exempt } })
    if (admin) useSession(app, admin, { property: 'admin', onCommitError })
    const server = await app.listen(0, '127.0.0.1')
    return { ...clientOf(server.address().port), stop: () => stop(app) }
  }

async function stop(app: { close(): Promise<void>; getHttpServer(): { closeAllConnections(): void } }) {
  app.getHttpServer().closeAllConnections()
  await app.close()
}

function sendByFastify(reply: FastifyReply, { status, headers = [], chunks, location }: Reply) {
  if (location !== undefined) return reply.redirect(location, status)
  for (const [name, value] of headers) reply.header(name, value)
  reply.code(status ?? 200)
  const isOne = Array.isArray(chunks) && chunks.length < 2
  return reply.send(isOne ? chunks[0] : Readable.from(chunks as Iterable<string>))
}

bindingContract('NestJS', joins('express', sendByExpress), JOINED.NestJS)
bindingContract('NestJS on Fastify', joins('fastify', sendByFastify), JOINED['NestJS on Fastify'])
