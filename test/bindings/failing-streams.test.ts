/**
 * Streams of Node's that handlers give as their answers, which end before the framework listens to them: a session is
 * stored meanwhile, or cannot be written. The test run fails by itself where an error of a stream is heard by nobody.
 */
import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { EventEmitter } from 'node:events'
import { Readable, Stream } from 'node:stream'
import { Elysia } from 'elysia'
import Fastify from 'fastify'
import OldestFastify from 'fastify-oldest'
import { H3, toNodeHandler } from 'h3'
import * as h31 from 'h3-1'
import Koa from 'koa'
import OldestKoa from 'koa-oldest'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { session as forElysia } from '../../src/bindings/elysia.js'
import { withSession } from '../../src/bindings/fetch.js'
import { session as forFastify } from '../../src/bindings/fastify.js'
import { session as forH3 } from '../../src/bindings/h3.js'
import { session as forKoa } from '../../src/bindings/koa.js'
import { session as forNuxt } from '../../src/bindings/nuxt.js'
import { generateKey, sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory, Session, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { Server } from '../contracts/binding/harness.js'
import { clientOf } from '../contracts/binding/node-server.js'
import { serve } from '../contracts/binding/responses.js'
import { TOO_MUCH, cookiesOf, pause } from '../contracts/binding/support.js'
import { untilTrue, waitFor } from '../support/wait-for.js'
import { listen } from './listen.js'

/** Milliseconds that a store takes to answer. */
const SLOW = 30

/** The stream of a handler that is to fail while its session is stored. */
let failing: Readable | undefined
const fails = <Source extends Readable>(source: Source): Source => {
  failing = source
  return source
}

/** As a store that takes its time: no less than such a stream takes, on a machine that is busy. */
async function slow(): Promise<void> {
  await pause(SLOW)
  await untilTrue(() => failing?.closed !== false)
}

type Handle = (session: Session) => unknown
type Start = (factory: BindableFactory, handle: Handle) => Promise<Server> | Server

const fastifyBy =
  (make: typeof Fastify): Start =>
  async (factory, handle) => {
    const app = make({ forceCloseConnections: true })
    await app.register(forFastify, { factory, onCommitError: () => undefined })
    const of = (request: unknown): Session => (request as { session: Session }).session
    app.get('/', (request, reply) => reply.send(handle(of(request))))
    await app.listen({ port: 0, host: '127.0.0.1' })
    return {
      ...clientOf((app.server.address() as { port: number }).port),
      stop: () => app.close(),
    }
  }

const koaBy =
  (Application: typeof Koa): Start =>
  (factory, handle) => {
    const app = new Application()
    app.silent = true
    app.use(forKoa(factory, { onCommitError: () => undefined }))
    app.use((ctx) => void (ctx.body = handle(ctx['session'])))
    return listen(app.callback())
  }

const STARTS: Record<string, Start> = {
  Fastify: fastifyBy(Fastify),
  'Fastify 5.0': fastifyBy(OldestFastify as unknown as typeof Fastify),
  Koa: koaBy(Koa),
  'Koa 3.0': koaBy(OldestKoa),
  Nuxt: (factory, handle) => {
    const h3App = h31.createApp()
    forNuxt(factory, { onCommitError: () => undefined })({ h3App })
    h3App.use(h31.eventHandler(({ context }) => handle(context['session'])))
    return listen(h31.toNodeListener(h3App))
  },
  h3: (factory, handle) => {
    const app = new H3({ silent: true })
    app.use(forH3(factory, { onCommitError: () => undefined }))
    app.get('/', ({ context }) => handle(context['session'] as Session))
    return listen(toNodeHandler(app) as never)
  },
  Elysia: (factory, handle) => {
    const app = new Elysia().use(forElysia(factory, { onCommitError: () => undefined }))
    app.get('/', ({ session }) => handle(session as unknown as Session) as never)
    return serve((request) => app.handle(request))
  },
}

const STREAMS: Record<string, () => Stream> = {
  'a file that is not there': () => fails(createReadStream('/nonexistent/file')),
  'a stream that fails': () => {
    const source = fails(new Readable({ read() {} }))
    setTimeout(() => source.destroy(new Error('disk')), 2)
    return source
  },
  'a stream that is destroyed': () => {
    const source = fails(new Readable({ read() {} }))
    setTimeout(() => source.destroy(), 2)
    return source
  },
}

/** A factory whose store takes its time. */
function slowly(): BindableFactory {
  const store = memoryStore()
  const create: SessionStore['create'] = async (...args) => {
    await slow()
    return store.create(...args)
  }
  return storedSessionFactory({ ...store, create }, generateKey())
}

let server: Server | undefined
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
afterEach(async () => {
  failing = undefined
  await server?.stop()
  vi.restoreAllMocks()
})

describe.each(Object.entries(STARTS))('%s', (_name, start) => {
  test.each(Object.entries(STREAMS))(
    '%s while the session is stored is an error, as what a handler throws',
    async (_, open) => {
      server = await start(slowly(), (session) => {
        session.set('a' as never, 1 as never)
        return open()
      })
      const answer = await server.request('/')
      expect(answer.status).toBe(500)
      expect(answer.setCookies).toHaveLength(1)
    },
  )

  test('so it is while a session is put on a list of those that are revoked', async () => {
    const revocation = { revoke: slow, isRevoked: async () => false }
    const factory = sealedCookieSessionFactory(generateKey(), { revocation })
    let isOver = false
    server = await start(factory, (session) => {
      if (isOver) session.invalidate()
      else session.set('a' as never, 1 as never)
      return isOver ? fails(createReadStream('/nonexistent/file')) : 'kept'
    })
    const kept = await server.request('/')
    isOver = true
    expect((await server.request('/', cookiesOf(kept))).status).toBe(500)
  })

  test('a stream that has not failed comes whole', async () => {
    server = await start(slowly(), (session) => {
      session.set('a' as never, 1 as never)
      return Readable.from(['whole ', 'stream'])
    })
    const { status, body, setCookies } = await server.request('/')
    // Elysia sends each part as an event of a stream.
    expect([status, body.replaceAll(/^data: |\n/gm, ''), setCookies.length]).toEqual([
      200,
      'whole stream',
      1,
    ])
  })

  test.each([
    ['that fails as it is ended', () => createReadStream('/nonexistent/file')],
    [
      'whose end fails',
      () => new Readable({ read() {}, destroy: (_, done) => done(new Error('release failed')) }),
    ],
  ])('a stream %s, of a session that cannot be written', async (_, open) => {
    let source: Readable | undefined
    server = await start(sealedCookieSessionFactory(generateKey()), (session) => {
      session.set('a' as never, TOO_MUCH as never)
      return (source = open())
    })
    const answer = await server.request('/')
    expect([answer.status, answer.setCookies]).toEqual([500, []])
    await waitFor(() => expect(source!.closed).toBe(true))
  })
})

/** Fastify writes objects itself, before anything looks at what it sends. */
const GIVEN = Object.entries(STARTS).filter(([name]) => !name.startsWith('Fastify'))

test.each(GIVEN)(
  'an object with a method `destroy` is data: that of a record would delete it: %s',
  async (_, start) => {
    const destroy = vi.fn()
    server = await start(sealedCookieSessionFactory(generateKey()), (session) => {
      session.set('a' as never, TOO_MUCH as never)
      return Object.assign(new EventEmitter(), { id: 1, destroy })
    })
    expect((await server.request('/')).status).toBe(500)
    expect(destroy).not.toHaveBeenCalled()
  },
)

test('a stream older than Readable that ends meanwhile is an error: its data are lost', async () => {
  server = await STARTS['Fastify']!(slowly(), (session) => {
    session.set('a' as never, 1 as never)
    const source = new Stream()
    setTimeout(() => source.emit('data', 'lost'), 1)
    setTimeout(() => source.emit('end'), 2)
    return source
  })
  expect((await server.request('/')).status).toBe(500)
})

test.each(['Fastify', 'Koa'])(
  'the output of a process that is over meanwhile is lost, which is an error: %s',
  async (name) => {
    server = await STARTS[name]!(slowly(), (session) => {
      session.set('a' as never, 1 as never)
      return fails(spawn('true').stdout)
    })
    expect((await server.request('/')).status).toBe(500)
  },
)

test.each<[string, (context: { set: { status?: unknown }; status: Function }) => unknown]>([
  [
    'with a status for errors',
    ({ set }) => {
      set.status = 503
      return fails(createReadStream('/nonexistent/file'))
    },
  ],
  [
    'with a status by its name',
    ({ set }) => {
      set.status = 'Service Unavailable'
      return fails(createReadStream('/nonexistent/file'))
    },
  ],
  [
    'within a status',
    ({ status }) => status(200, fails(createReadStream('/nonexistent/file'))) as unknown,
  ],
])('Elysia hears a stream %s', async (_, answer) => {
  const app = new Elysia().use(forElysia(slowly()))
  app.get('/', ((context: never) => {
    ;(context as { session: Session }).session.set('a' as never, 1 as never)
    return answer(context)
  }) as never)
  server = await serve((request) => app.handle(request))
  expect((await server.request('/')).status).toBe(500)
})

test('a visitor who leaves Koa while his session is stored is no error of the application', async () => {
  const app = new Koa()
  const errors: unknown[] = []
  app.on('error', (error) => errors.push(error))
  app.use(forKoa(slowly()))
  app.use((ctx) => {
    ctx['session'].set('a', 1)
    ctx.body = Readable.from(['x', 'y'])
    setTimeout(() => ctx.res.destroy(), 2)
  })
  server = await listen(app.callback())
  await expect(server.request('/')).rejects.toBeInstanceOf(Error)
  await pause(2 * SLOW)
  expect(errors).toEqual([])
})

test('a stream of the web’s that is made of one fails where it is read', async () => {
  const handle = withSession(slowly(), (_, session) => {
    session.set('a' as never, 1 as never)
    return new Response(Readable.toWeb(createReadStream('/nonexistent/file')) as ReadableStream)
  })
  const answer = await handle(new Request('https://shop.example/'))
  await expect(answer.text()).rejects.toMatchObject({ code: 'ENOENT' })
})
