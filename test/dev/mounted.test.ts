/** The route of the page in each framework, by the lines of `docs/dev-page.md`. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { IncomingMessage } from 'node:http'
import { Elysia } from 'elysia'
import express from 'express'
import Fastify from 'fastify'
import { H3, serve } from 'h3'
import * as h31 from 'h3-1'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, expect, test } from 'vitest'
import * as elysiaBinding from '../../src/bindings/elysia.js'
import * as expressBinding from '../../src/bindings/express.js'
import * as fastifyBinding from '../../src/bindings/fastify.js'
import * as fetchBinding from '../../src/bindings/fetch.js'
import * as h3Binding from '../../src/bindings/h3.js'
import * as honoBinding from '../../src/bindings/hono.js'
import * as koaBinding from '../../src/bindings/koa.js'
import * as nodeBinding from '../../src/bindings/node.js'
import { sessionPage } from '../../src/dev/index.js'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { listedIn } from '../contracts/binding/listed.js'

const express4 = createRequire(import.meta.url)('express-4') as typeof express

const page = sessionPage(sealedCookieSessionFactory<Record<string, unknown>>(generateKey()))
const { factory } = page
const PATH = '/__session'

type Ask = (path: string, cookie: string) => Promise<Response>
type AnySession = Pick<Session<Record<string, unknown>>, 'set'>

const put = (session: AnySession): string => {
  session.set('cart', ['apples'])
  return 'done'
}

const started: (() => unknown)[] = []
afterEach(() => Promise.all(started.splice(0).map((stop) => stop())))

const asking =
  (port: number): Ask =>
  (path, cookie) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })

async function listening(listener: Parameters<typeof createServer>[1]): Promise<Ask> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  started.push(() => server.close())
  return asking((server.address() as { port: number }).port)
}

const calling =
  (handle: (request: Request) => Response | Promise<Response>): Ask =>
  async (path, cookie) =>
    handle(new Request(`http://localhost${path}`, { headers: { cookie } }))

function inExpress(make: typeof express): Promise<Ask> {
  const app = make()
  app.use(expressBinding.session(factory))
  app.get(PATH, page.handle)
  app.get('/', (request, response) => void response.send(put(request.session as AnySession)))
  return listening(app)
}

function inKoa(): Promise<Ask> {
  const app = new Koa()
  app.use(koaBinding.session(factory))
  app.use((ctx, next) => {
    if (ctx.path !== PATH) return next()
    ctx.respond = false
    return page.handle(ctx.req, ctx.res)
  })
  app.use((ctx) => void (ctx.body = put(ctx.session as AnySession)))
  return listening(app.callback())
}

async function inFastify(): Promise<Ask> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(fastifyBinding.session, { factory })
  app.get(PATH, (request, reply) => {
    reply.hijack()
    return page.handle(request.raw, reply.raw)
  })
  app.get('/', (request) => put((request as unknown as { session: AnySession }).session))
  await app.listen({ port: 0, host: '127.0.0.1' })
  started.push(() => app.close())
  return asking((app.server.address() as { port: number }).port)
}

function inNode(): Promise<Ask> {
  const app = nodeBinding.withSession(factory, (request, response) =>
    response.end(put(request.session)),
  )
  return listening((request, response) =>
    request.url === PATH ? page.handle(request, response) : app(request, response),
  )
}

function inFetch(): Ask {
  const app = fetchBinding.withSession(factory, (_, session) => new Response(put(session)))
  return calling((request) =>
    new URL(request.url).pathname === PATH ? page.fetch(request) : app(request),
  )
}

function inHono(): Ask {
  const app = new Hono()
    .use(honoBinding.session(factory))
    .get(PATH, (c) => page.fetch(c.req.raw))
    .get('/', (c) => c.text(put(c.var.session)))
  return calling((request) => app.fetch(request))
}

function inElysia(): Ask {
  const app = new Elysia()
    .use(elysiaBinding.session(factory))
    .get(PATH, ({ request }) => page.fetch(request))
    .get('/', ({ session }) => put(session))
  return calling((request) => app.handle(request))
}

async function inH3(): Promise<Ask> {
  const app = new H3()
  app.use(h3Binding.session(factory))
  app.get(PATH, (event) => page.fetch(event.req))
  app.get('/', ({ context }) => put((context as unknown as { session: AnySession }).session))
  const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true })
  await server.ready()
  started.push(() => server.close(true))
  return asking(Number(new URL(server.url!).port))
}

/** Nitro 2 has routes of this form. */
function inNitro(): Promise<Ask> {
  const app = h31.createApp()
  app.use(PATH, h31.fromNodeMiddleware(page.handle))
  const handle = nodeBinding.withSession(factory, (request, response) =>
    response.end(put(request.session)),
  )
  app.use(h31.fromNodeMiddleware(handle as (request: IncomingMessage) => void))
  return listening(h31.toNodeListener(app))
}

test.each<[string, () => Ask | Promise<Ask>]>([
  ['node:http', inNode],
  ['Express', () => inExpress(express)],
  ['Express 4', () => inExpress(express4)],
  ['Koa', inKoa],
  ['Fastify', inFastify],
  ['fetch', inFetch],
  ['Hono', inHono],
  ['Elysia', inElysia],
  ['h3', inH3],
  ['Nitro 2', inNitro],
])('%s', async (_, start) => {
  const ask = await start()
  const first = await ask(PATH, '')
  expect([first.status, first.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ])
  const [known] = first.headers.getSetCookie().map((line) => line.split(';')[0]!)
  const answer = await ask('/', known!)
  expect(await answer.text()).toBe('done')
  const cookie = `${known}; ${answer.headers.getSetCookie()[0]!.split(';')[0]}`
  await ask(PATH, cookie)
  const again = await ask(PATH, cookie)
  expect(again.headers.getSetCookie()).toEqual([])
  expect(listedIn(await again.text())).toMatchObject([
    { asked: 'GET / → 200', badge: 'Set-Cookie', reasons: ['a new session', 'added: cart'] },
  ])
})
