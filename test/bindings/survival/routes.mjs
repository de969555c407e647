// @ts-nocheck -- plain JavaScript: the process of server.mjs runs it as it stands
/** What an application can do wrong with a session, one route a fault, for all bindings. */
import { createReadStream } from 'node:fs'
import { Readable, Stream, pipeline } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'

export const SECRET =
  'the secret of the tests of survival, longer than sixty-four bytes: 0123456789'
export const FILE = fileURLToPath(import.meta.url)

const TOO_MUCH = 'x'.repeat(5000)

export const errorPage = (error) => `error page: ${error.code ?? error.message}`

/** A stream that never ends by itself, and what became of it. */
function endless(heard) {
  heard.source = new Readable({ read() {} })
  heard.timer = setInterval(() => heard.source.push('tick'), 5)
  heard.source.on('close', () => clearInterval(heard.timer))
  return heard.source
}

const spoil = (session) => session.set('draft', TOO_MUCH)

/** Faults of `(request, response)`, which Express has too. */
const shared = {
  end: (_request, response) => response.end('never seen'),
  'write then end': (_request, response) => {
    response.write('never seen')
    response.end('never seen')
  },
  writeHead: (_request, response) => {
    response.writeHead(200, { 'Content-Length': '10', ETag: '"x"', Location: '/' })
    response.end('never seen')
  },
  flushHeaders: (_request, response) => {
    response.flushHeaders()
    response.end('never seen')
  },
  'a timer': (_request, response) => {
    setTimeout(() => response.end('never seen'), 5)
  },
  'a promise that nobody awaits': (_request, response) => {
    void Promise.resolve().then(() => response.end('never seen'))
  },
  'pipe a file': (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    heard.source.pipe(response)
  },
  'pipe a file through another stream': (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    heard.source.pipe(createGzip()).pipe(response)
  },
  'pipe an endless stream': (_request, response, heard) => {
    endless(heard).pipe(response)
  },
  pipeline: (_request, response, heard) => {
    heard.source = createReadStream(FILE)
    pipeline(heard.source, response, () => {})
  },
  'pipeline of an endless stream': (_request, response, heard) => {
    pipeline(endless(heard), response, () => {})
  },
  'pipeline of a generator': (_request, response) => {
    pipeline(
      async function* () {
        yield 'never'
        await new Promise((resolve) => setTimeout(resolve, 10))
        yield 'seen'
      },
      response,
      () => {},
    )
  },
  'pipeline of a generator that ends late': (_request, response, heard) => {
    const source = { closed: false }
    heard.source = source
    pipeline(
      async function* () {
        yield 'never'
        await new Promise((resolve) => setTimeout(resolve, 100))
        yield 'seen'
      },
      response,
      () => {
        source.closed = true
      },
    )
  },
  'write on after the error': (_request, response) => {
    response.write('never seen')
    let left = 20
    const timer = setInterval(() => {
      response.write('never seen', () => {})
      if (--left > 0) return
      clearInterval(timer)
      response.end('never seen', () => {})
    }, 3)
  },
  'pipe a stream older than Readable': (_request, response) => {
    const source = new Stream()
    source.pipe(response)
    setTimeout(() => source.emit('data', 'never seen'), 5)
    setTimeout(() => source.emit('end'), 10)
  },
  'pipe a generator whose end fails': (_request, response, heard) => {
    heard.source = Readable.from(
      (async function* () {
        try {
          for (;;) yield 'never seen'
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- as a release of a resource may
          throw new Error('release failed')
        }
      })(),
    )
    heard.source.pipe(response)
  },
  'a corked response': (_request, response) => {
    response.cork()
    response.write('never seen')
    setTimeout(() => response.uncork(), 5)
  },
  'a response with a property of its own': (_request, response) => {
    response.stream = 'of a camera'
    response.end('never seen')
  },
  'a synchronous endless stream': (_request, response, heard) => {
    heard.source = new Readable({
      read() {
        this.push('never seen')
      },
    })
    heard.source.pipe(response)
  },
  'write until it is full': (_request, response) => {
    while (response.write('never seen'));
  },
  'write from the callback of write': (_request, response) => {
    const pump = () => void (response.destroyed || response.write('never seen', pump))
    pump()
  },
  'a source that fails meanwhile': (_request, response, heard) => {
    const source = endless(heard)
    source.push('never seen') // before it fails, also where timers are late
    pipeline(source, response, () => {})
    setTimeout(() => source.destroy(new Error('disk')), 10)
  },
  'another branch that answers too': (_request, response) => {
    setTimeout(() => {
      response.statusCode = 200
      response.setHeader('Content-Length', '2')
      response.end('{}')
    }, 10)
    response.end('never seen')
  },
  'another branch with a head': (_request, response) => {
    setTimeout(() => {
      response.writeHead(200, { 'Content-Length': '2' })
      response.end('{}')
    }, 10)
    setTimeout(() => response.setHeader('X-Late', '1'), 60)
    response.end('never seen')
  },
  'end and throw': (_request, response) => {
    response.end('never seen')
    throw new Error('after the end')
  },
  throw: () => {
    throw new Error('boom')
  },
  reject: async () => {
    await Promise.resolve()
    throw new Error('boom')
  },
  'a value that the format cannot hold': (request, response) => {
    request.session.delete('draft')
    request.session.set('when', Symbol('no'))
    response.end('never seen')
  },
}

const special = {
  ok: (_request, response) => void response.end('ok'),
  heard: (_request, response, heard) => {
    const { commitErrors, source } = heard
    response.end(JSON.stringify({ commitErrors, isOpen: source !== undefined && !source.closed }))
  },
  fill: (request, response) => {
    request.session.set('note', 'x'.repeat(Number(request.url.split('?')[1])))
    response.end('filled')
  },
  'change after the headers': (request, response) => {
    request.session.set('a', 1)
    response.write('first ')
    try {
      request.session.invalidate()
    } catch (error) {
      response.end(error.code)
    }
  },
  'answer and throw': (_request, response) => {
    response.end('answered')
    throw new Error('late')
  },
  'begin to answer and reject': async (_request, response) => {
    response.write('begun')
    await Promise.resolve()
    throw new Error('late')
  },
  'the end that was kept from before': (request, response, heard) => {
    spoil(request.session)
    setTimeout(() => heard.keptEnd.call(response, 'HTTP/1.1 200 OK\r\n\r\n'), 5)
  },
  'first use after the headers': (request, response) => {
    response.write('first ')
    try {
      request.session.set('a', 1)
    } catch (error) {
      response.end(error.code)
    }
  },
  'save that fails': (request, response) => {
    spoil(request.session)
    try {
      request.session.save()
    } catch (error) {
      response.statusCode = 413
      response.end(`caught ${error.code}`)
    }
  },
  'a bad status message': (request, response) => {
    request.session.set('a', 1)
    response.writeHead(200, 'no\nbreaks')
    response.end()
  },
  'a bad header': (request, response) => {
    request.session.set('a', 1)
    response.writeHead(200, { Location: '/\u2603' })
    response.end()
  },
}

/** @type {Record<'node' | 'express' | 'express-4' | 'fetch' | 'hono' | 'elysia' | 'koa' | 'fastify', string[]>} */
export const faultNames = {
  node: Object.keys(shared),
  express: [],
  'express-4': [],
  fetch: [],
  hono: [],
  elysia: [],
  koa: [],
  fastify: [],
}

/** What a middleware that stands before ours keeps of a response. */
export function keep(heard, response) {
  heard.keptEnd = Object.getPrototypeOf(response).end
}

const nameOf = (url) => decodeURIComponent(url.slice(1).split('?')[0])

export function nodeRoutes(heard, request, response) {
  const name = nameOf(request.url)
  if (Object.hasOwn(special, name)) return special[name](request, response, heard)
  spoil(request.session)
  return shared[name](request, response, heard)
}

const expressFaults = {
  send: (_request, response) => response.send('never seen'),
  json: (_request, response) => response.json({ never: 'seen' }),
  redirect: (_request, response) => response.redirect('/elsewhere'),
  sendFile: (_request, response) => response.sendFile(FILE),
  'sendFile with a callback': (_request, response) => response.sendFile(FILE, () => {}),
  download: (_request, response) => response.download(FILE),
  'a late redirect': (_request, response) => void setTimeout(() => response.redirect('/'), 5),
  'a second answer, later': (_request, response) => {
    response.json({ never: 'seen' })
    setTimeout(() => response.json({ never: 'seen' }), 10)
  },
  'an answer and next()': (_request, response, next) => {
    response.json({ never: 'seen' })
    next()
  },
  'next(error)': (_request, _response, next) => next(new Error('boom')),
}
faultNames.express = [...faultNames.node, ...Object.keys(expressFaults), 'static file', 'no route']
faultNames['express-4'] = faultNames.express

/** @param hear what the application does with a handler, so that its promise is heard */
export function expressRoutes(app, heard, hear) {
  const route = (request, response, next) => {
    const name = nameOf(request.url)
    if (Object.hasOwn(special, name)) return special[name](request, response, heard)
    spoil(request.session)
    if (Object.hasOwn(expressFaults, name)) return expressFaults[name](request, response, next)
    if (Object.hasOwn(shared, name)) return shared[name](request, response, heard)
    if (name === 'static file') return response.sendFile('routes.mjs', { root: `${FILE}/..` })
    return next()
  }
  app.use(hear(route))
}

/** In Koa, what throws is caught by middleware. All else of these answers past Koa. */
const THROWING = ['throw', 'reject', 'a bad status message', 'a bad header']

const koaFaults = {
  'a body': (ctx) => void (ctx.body = 'never seen'),
  'a body of JSON': (ctx) => void (ctx.body = { never: 'seen' }),
  'a late body': async (ctx) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    ctx.body = 'never seen'
  },
  'no body': () => {},
  redirect: (ctx) => ctx.redirect('/elsewhere'),
  'headers and no body': (ctx) => {
    ctx.set({ ETag: '"x"', Location: '/', 'Content-Length': '10' })
    ctx.status = 204
  },
  'an endless stream as the body': (ctx, heard) => void (ctx.body = endless(heard)),
  'an endless web stream as the body': (ctx, heard) => {
    ctx.body = Readable.toWeb(endless(heard))
  },
  'a file stream as the body': (ctx, heard) => {
    ctx.body = heard.source = createReadStream(FILE)
  },
  'a body and an error': (ctx) => {
    ctx.body = 'never seen'
    throw new Error('boom')
  },
}

const koaFaultsPast = {
  'flushed headers, then a body': (ctx) => {
    ctx.flushHeaders()
    ctx.body = 'never seen'
  },
  'flushed headers, then an endless stream': (ctx, heard) => {
    ctx.flushHeaders()
    ctx.body = endless(heard)
  },
  'a change in middleware around': async (ctx, heard) => {
    ctx.session.delete('draft')
    ctx.body = endless(heard)
    ctx.state.isLate = true
  },
}

/** What only `ctx.onerror` hears of: nothing that middleware could catch. */
export const pastKoa = [
  ...Object.keys(shared).filter((name) => !THROWING.includes(name)),
  ...Object.keys(koaFaultsPast),
]
faultNames.koa = [...pastKoa, 'throw', 'reject', ...Object.keys(koaFaults)]

/** Middleware outside that of the session. */
export async function koaAround(ctx, next) {
  await next()
  if (ctx.state.isLate) spoil(ctx.session)
}

export function koaRoutes(heard, ctx) {
  const name = nameOf(ctx.url)
  if (!Object.hasOwn(special, name)) spoil(ctx.session)
  const fault = koaFaults[name] ?? koaFaultsPast[name]
  if (fault !== undefined) return fault(ctx, heard)
  ctx.respond = THROWING.includes(name)
  if (!ctx.respond) ctx.res.statusCode = 200
  const request = { url: ctx.url, session: ctx.session }
  return (special[name] ?? shared[name])(request, ctx.res, heard)
}

const fastifyFaults = {
  'a payload': (_request, reply) => void reply.send('never seen'),
  'a payload of JSON': async () => ({ never: 'seen' }),
  'a late payload': async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return 'never seen'
  },
  redirect: (_request, reply) => reply.redirect('/elsewhere'),
  'headers and no payload': (_request, reply) => {
    reply.headers({ ETag: '"x"', Location: '/', 'Content-Length': '10' }).code(204).send()
  },
  'an endless stream as the payload': (_request, reply, heard) => reply.send(endless(heard)),
  'an endless web stream as the payload': (_request, reply, heard) =>
    reply.send(Readable.toWeb(endless(heard))),
  'a file stream as the payload': async (_request, _reply, heard) =>
    (heard.source = createReadStream(FILE)),
  'a payload, later another': (_request, reply) => {
    reply.send('never seen')
    setTimeout(() => reply.send('never seen'), 10)
  },
  'a payload and an error': async (_request, reply) => {
    reply.send('never seen')
    throw new Error('boom')
  },
  'the raw response and a payload': async (_request, reply) => {
    reply.raw.write('never seen')
    return 'never seen'
  },
  'a change in a hook after ours, of a stream': (request, reply, heard) => {
    request.session.delete('draft')
    request.isLate = true
    return reply.send(endless(heard))
  },
}

/** With a reply that was hijacked there is no error handler. */
const fastifyHijacked = {
  'hijacked, then end': (_request, reply) => void reply.hijack().raw.end('never seen'),
  'hijacked, then pipe an endless stream': (_request, reply, heard) => {
    endless(heard).pipe(reply.hijack().raw)
  },
}
export const hijacked = Object.keys(fastifyHijacked)
faultNames.fastify = [...faultNames.node, ...Object.keys(fastifyFaults), ...hijacked]

/** A hook that runs after that of the session. */
export async function fastifyOnSend(request) {
  if (request.isLate) spoil(request.session)
  request.isLate = false
}

export function fastifyRoutes(heard, request, reply) {
  const name = nameOf(request.url)
  if (Object.hasOwn(special, name)) return void special[name](request, reply.raw, heard)
  spoil(request.session)
  const fault = fastifyFaults[name] ?? fastifyHijacked[name]
  if (fault !== undefined) return fault(request, reply, heard)
  const result = shared[name](request, reply.raw, heard)
  // Fastify would send what else is returned: the response itself, say.
  return result instanceof Promise ? result : undefined
}

const fetchFaults = {
  respond: () => new Response('never seen', { headers: { ETag: '"x"' } }),
  redirect: () => Response.redirect('http://localhost/elsewhere'),
  'a stream': (_request, _session, heard) => {
    const source = endless(heard)
    return new Response(Readable.toWeb(source))
  },
  throw: shared.throw,
  reject: shared.reject,
  'no response': (_request, session) => {
    session.clear()
    return undefined
  },
  'a value that the format cannot hold': (_request, session) => {
    session.delete('draft')
    session.set('when', Symbol('no'))
    return new Response('never seen')
  },
}
faultNames.fetch = Object.keys(fetchFaults)
faultNames.hono = faultNames.fetch
// To Elysia that is an empty answer.
faultNames.elysia = faultNames.fetch.filter((name) => name !== 'no response')

const fetchSpecial = {
  ok: () => new Response('ok'),
  heard: (_request, _session, heard) => {
    const { commitErrors, source } = heard
    return Response.json({ commitErrors, isOpen: source !== undefined && !source.closed })
  },
  fill: (request, session) => {
    session.set('note', 'x'.repeat(Number(request.url.split('?')[1])))
    return new Response('filled')
  },
  'change after the headers': (_request, session) => {
    session.set('a', 1)
    const body = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        try {
          session.invalidate()
        } catch (error) {
          controller.enqueue(`first ${error.code}`)
          controller.close()
        }
      },
    })
    return new Response(body.pipeThrough(new TextEncoderStream()))
  },
  'save that fails': (_request, session) => {
    spoil(session)
    try {
      session.save()
    } catch (error) {
      return new Response(`caught ${error.code}`, { status: 413 })
    }
    return new Response('never seen')
  },
}

export function fetchRoutes(heard, request, session) {
  const name = nameOf(new URL(request.url).pathname)
  if (Object.hasOwn(fetchSpecial, name)) return fetchSpecial[name](request, session, heard)
  spoil(session)
  return fetchFaults[name](request, session, heard)
}
