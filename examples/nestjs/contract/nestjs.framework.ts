/** The contract of bindings in NestJS, on Express and on Fastify. */
import type { FastifyReply } from 'fastify'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import * as binding from '../../../src/bindings/nestjs.js'
import { checkCsrf, sessionOf, useSession } from '../../../src/bindings/nestjs.js'
import { actionsOf, sessionsOf } from '../../../test/contracts/binding/actions.js'
import type { Harness, Reply } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { sendByExpress } from '../../../test/contracts/binding/node-reply.js'
import { clientOf } from '../../../test/contracts/binding/node-server.js'
import { sessions } from '../../../test/contracts/binding/support.js'
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

async function stop(app: {
  close(): Promise<void>
  getHttpServer(): { closeAllConnections(): void }
}) {
  app.getHttpServer().closeAllConnections()
  await app.close()
}

function sendByFastify(reply: FastifyReply, { status, headers = [], chunks, location }: Reply) {
  if (location !== undefined) return reply.redirect(location, status ?? 302)
  for (const [name, value] of headers) reply.header(name, value)
  reply.code(status ?? 200)
  const isOne = Array.isArray(chunks) && chunks.length < 2
  return reply.send(isOne ? chunks[0] : Readable.from(chunks as Iterable<string>))
}

const onExpress = joins('express', sendByExpress)
const onFastify = joins('fastify', sendByFastify)

bindingContract('NestJS', onExpress, JOINED.NestJS)
bindingContract('NestJS on Fastify', onFastify, JOINED['NestJS on Fastify'])

function check(request: object): string {
  checkCsrf(request)
  return 'never'
}

describe.each(['express', 'fastify'] as const)('useSession() on %s', (platform) => {
  const send = (platform === 'express' ? sendByExpress : sendByFastify) as (
    response: never,
    reply: Reply,
  ) => unknown
  const apps: Parameters<typeof stop>[0][] = []
  afterEach(() => Promise.all(apps.splice(0).map(stop)))

  /** An application with no error handling but Nest's own. */
  async function started(
    answer: (request: { url: string }) => string,
    options: Parameters<typeof useSession>[2],
  ) {
    const app = await applicationOf(platform, false, (request: { url: string }, to: never) =>
      send(to, { chunks: [answer(request)] }),
    )
    apps.push(app)
    useSession(app, sessions, options)
    const server = await app.listen(0, '127.0.0.1')
    return clientOf(server.address().port).request
  }

  // What else the body says is not the same in all versions.
  const body: unknown = expect.stringContaining('"statusCode":400')
  const refusal = { status: 400, body, setCookies: [] }

  test("Nest's own filter answers a refused request with 400", async () => {
    const request = await started(() => 'never', { csrf: {} })
    expect(await request('/', undefined, { method: 'POST' })).toMatchObject(refusal)
  })

  test('… one that a handler has refused too', async () => {
    const request = await started(check, { csrf: { exempt: () => true } })
    expect(await request('/', undefined, { method: 'POST' })).toMatchObject(refusal)
  })

  test('sessionOf() finds the session by its factory, under whatever property', async () => {
    const request = await started((sent) => String(sessionOf(sent, sessions).new), {
      property: 'admin',
    })
    expect((await request('/')).body).toBe('true')
  })

  test('wrong options are told at once', async () => {
    const app = await applicationOf(platform, false, () => undefined)
    apps.push(app)
    expect(() => useSession(app, 'secret' as never)).toThrow(/must be a session factory/)
    expect(() => useSession(app, sessions, { name: 'admin' } as never)).toThrow(/not an option/)
    expect(() => useSession(app, sessions, { csrf: { tokne: '' } } as never)).toThrow(/tokne/)
  })
})
