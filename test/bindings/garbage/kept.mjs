// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/**
 * How much of a request V8 keeps when it has looked through young memory alone: `kept.mjs BINDING`, with
 * `--expose-gc`. Prints bytes for each request, by what was done with the session.
 */
import { createServer } from 'node:http'
import { Wire } from '../../../bench/http/wire.js'
import {
  generateKey,
  sealedCookieSessionFactory,
  storedSessionFactory,
} from '../../../dist/index.js'
import { memoryStore } from '../../../dist/stores/memory.js'

const [binding] = process.argv.slice(2)

const BEFORE = 1000
const ROUNDS = 4
const IN_ROUND = 200

/** A clock that ticks at each look, so that each request has the time of its use noted. */
let now = Date.now() / 1000
const clock = () => (now += 2)
const options = { cookieName: 'session', secure: false, idleTimeout: 1e6, absoluteTimeout: null }

const FACTORIES = {
  // Nobody asks for the session: what Node and the framework keep.
  untouched: () => sealedCookieSessionFactory(generateKey(), options),
  sealed: () => sealedCookieSessionFactory(generateKey(), { ...options, reissueTime: 1e5 }),
  stored: () => storedSessionFactory(store(), generateKey(), { ...options, reissueTime: 1, clock }),
}

/** One that answers later, and keeps nothing of what is changed: that would be counted. */
function store() {
  const memory = memoryStore()
  const later = (value) => new Promise((resolve) => setImmediate(resolve, value))
  return {
    ...memory,
    read: (id) => later().then(() => memory.read(id)),
    update: () => later('saved'),
  }
}

/** What makes a server, or the function of one for fetch's requests. */
const SERVERS = {
  node: async (factory, csrf) => {
    const { withSession } = await import('../../../dist/bindings/node.js')
    const handler = (request, response) => response.end(textIn(request.session))
    return createServer(withSession(factory, handler, { csrf }))
  },
  express: async (factory, csrf) => {
    const { default: express } = await import('express')
    const binding = await import('../../../dist/bindings/express.js')
    const app = express().use(binding.session(factory))
    if (csrf !== undefined) app.use(binding.csrf(csrf))
    app.all('/', (request, response) => response.send(textIn(request.session)))
    return createServer(app)
  },
  koa: async (factory, csrf) => {
    const { default: Koa } = await import('koa')
    const binding = await import('../../../dist/bindings/koa.js')
    const app = new Koa().use(binding.session(factory))
    if (csrf !== undefined) app.use(binding.csrf(csrf))
    app.use((ctx) => void (ctx.body = textIn(ctx.session)))
    return createServer(app.callback())
  },
  fastify: async (factory, csrf) => {
    const { default: Fastify } = await import('fastify')
    const { session } = await import('../../../dist/bindings/fastify.js')
    const app = Fastify()
    await app.register(session, { factory, csrf })
    app.all('/', async (request) => textIn(request.session))
    await app.ready()
    return app.server
  },
  fetch: async (factory, csrf) => {
    const { withSession } = await import('../../../dist/bindings/fetch.js')
    const handler = (_request, session) => new Response(textIn(session))
    return withSession(factory, handler, { csrf })
  },
  hono: async (factory, csrf) => {
    const { Hono } = await import('hono')
    const { session } = await import('../../../dist/bindings/hono.js')
    const app = new Hono().use(session(factory, { csrf }))
    app.all('/', (c) => c.text(textIn(c.get('session'))))
    return app.fetch
  },
  h3: async (factory, csrf) => {
    const { H3 } = await import('h3')
    const { session } = await import('../../../dist/bindings/h3.js')
    const app = new H3().use(session(factory, { csrf }))
    app.all('/', ({ context }) => textIn(context.session))
    return app.fetch
  },
  elysia: async (factory, csrf) => {
    const { Elysia } = await import('elysia')
    const { session } = await import('../../../dist/bindings/elysia.js')
    const app = new Elysia().use(session(factory, { csrf }))
    app.all('/', (context) => textIn(context.session))
    return app.handle
  },
}

/** @returns a function that sends a request with a token in its header, and has the text of the answer */
function senderTo(server, cookie, token) {
  if (typeof server === 'function') {
    const headers = { cookie, 'X-CSRF-Token': token }
    return async () => {
      const request = new Request('http://shop.example/', { method: 'POST', headers })
      return (await server(request)).text()
    }
  }
  const wire = new Wire(server)
  const lines = [`Cookie: ${cookie}`, `X-CSRF-Token: ${token}`, 'Content-Length: 0']
  const request = ['POST / HTTP/1.1', 'Host: shop.example', ...lines, '', ''].join('\r\n')
  return () => wire.ask(request)
}

const TEXT = 'what a session holds '.repeat(130)

let isTouched = true
const textIn = (session) => (isTouched ? session.get('text', 'none') : TEXT)

async function begin(factory) {
  const open = factory.open()
  await open.load?.()
  open.session.set('text', TEXT)
  const token = open.session.getCsrfToken()
  const [[, line]] = await open.commit()
  return [line.split(';')[0], token]
}

const young = () => globalThis.gc({ type: 'minor' })
const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

/** @returns bytes that are still there for each of so many requests */
async function keptBy(send) {
  const sendSome = async (count) => {
    for (let left = count; left > 0; left--) await send()
  }
  await sendSome(BEFORE)
  await settle()
  globalThis.gc()
  young()
  const before = process.memoryUsage().heapUsed
  for (let round = 0; round < ROUNDS; round++) {
    await sendSome(IN_ROUND)
    young()
  }
  await settle()
  young()
  young()
  return (process.memoryUsage().heapUsed - before) / (ROUNDS * IN_ROUND)
}

async function measure(makeFactory, csrf) {
  const factory = makeFactory()
  const send = senderTo(await SERVERS[binding](factory, csrf), ...(await begin(factory)))
  const answer = await send()
  if (!answer.includes(TEXT)) throw new Error(`The session is not there: ${answer}`)
  return Math.round(await keptBy(send))
}

const kept = {}
for (const [name, makeFactory] of Object.entries(FACTORIES)) {
  isTouched = name !== 'untouched'
  kept[name] = await measure(makeFactory)
  if (isTouched) kept[`${name}, checked for its token`] = await measure(makeFactory, {})
}
process.stdout.write(`${JSON.stringify(kept)}\n`, () => process.exit())
