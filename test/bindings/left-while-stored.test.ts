/** Visitors who leave while their session is on its way to a store, before the stream of the answer is read. */
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { RequestListener } from 'node:http'
import { connect, createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import Fastify from 'fastify'
import * as h31 from 'h3-1'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import { session as forFastify } from '../../src/bindings/fastify.js'
import { session as forKoa } from '../../src/bindings/koa.js'
import { session as forNuxt } from '../../src/bindings/nuxt.js'
import { generateKey, storedSessionFactory } from '../../src/index.js'
import type { BindableFactory, Session, SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { pause } from '../contracts/binding/support.js'
import { waitFor } from '../support/wait-for.js'

/** Milliseconds after which nothing more is expected. */
const AFTER = 30

/** Gives the stream of an answer, and ends it when the visitor has left: frameworks and applications do so. */
type Handle = (session: Session, request: Readable) => Readable
type Start = (
  factory: BindableFactory,
  handle: Handle,
  onError: (error: unknown) => void,
) => Promise<RequestListener> | RequestListener

const STARTS: Record<string, Start> = {
  Koa: (factory, handle, onError) => {
    const app = new Koa()
    app.on('error', onError)
    app.use(forKoa(factory))
    app.use((ctx) => void (ctx.body = handle(ctx['session'], ctx.req)))
    return app.callback()
  },
  Fastify: async (factory, handle, onError) => {
    let listener: RequestListener | undefined
    const serverFactory = (own: RequestListener) => {
      listener = own
      return createServer()
    }
    const app = Fastify({ serverFactory: serverFactory as never })
    app.setErrorHandler((error, _request, reply) => {
      onError(error)
      reply.code(500).send('failed')
    })
    await app.register(forFastify, { factory })
    app.get('/', (request, reply) =>
      reply.send(handle((request as unknown as { session: Session }).session, request.raw)),
    )
    await app.ready()
    return listener!
  },
  Nuxt: (factory, handle, onError) => {
    const h3App = h31.createApp({ onError })
    forNuxt(factory)({ h3App })
    h3App.use(h31.eventHandler(({ context, node }) => handle(context['session'], node.req)))
    return h31.toNodeListener(h3App)
  },
}

/** A visitor, and how he leaves. */
const VISITS: Record<string, (listener: RequestListener) => Promise<() => void>> = {
  'HTTP/1': async (listener) => {
    const port = await serve(createServer(listener))
    const request = get({ host: '127.0.0.1', port }).on('error', () => undefined)
    return () => request.destroy()
  },
  'HTTP/2': async (listener) => {
    const port = await serve(createHttp2(listener as never))
    const client = connect(`http://127.0.0.1:${port}`)
    stops.push(() => client.destroy())
    const stream = client.request({ ':path': '/' }).on('error', () => undefined)
    return () => stream.close(8)
  },
}

const stops: (() => unknown)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

async function serve(
  server: ReturnType<typeof createServer> | ReturnType<typeof createHttp2>,
): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => server.close())
  return (server.address() as AddressInfo).port
}

describe.each(Object.entries(STARTS))('%s', (_name, start) => {
  test.each(Object.entries(VISITS))('hears of no error over %s', async (_, visit) => {
    const errors: unknown[] = []
    const memory = memoryStore()
    const visitor: { leave?: () => void } = {}
    let source: Readable | undefined
    let isStored = false
    const create: SessionStore['create'] = async (...args) => {
      await waitFor(() => expect(visitor.leave).toBeDefined())
      visitor.leave!()
      await waitFor(() => expect(source?.closed).toBe(true))
      isStored = true
      return memory.create(...args)
    }
    const factory = storedSessionFactory({ ...memory, create }, generateKey())
    const handle: Handle = (session, request) => {
      session.set('a' as never, 1 as never)
      source = new Readable({ read() {} })
      request.on('close', () => source!.destroy())
      return source
    }
    visitor.leave = await visit(await start(factory, handle, (error) => errors.push(error)))
    await waitFor(() => expect(isStored).toBe(true))
    await pause(AFTER)
    expect(errors).toEqual([])
  })
})
