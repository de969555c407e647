// @ts-nocheck -- plain JavaScript: it is run as it stands
/**
 * Serves the faults of `routes.mjs` by one binding, named in the arguments, from the built package. Run as
 * a process of its own, whose end is what the test looks for. Prints its port.
 */
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import express from 'express'
import express4 from 'express-4'
import { Elysia } from 'elysia'
import Fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { signedCookieSessionFactory } from '../../../dist/index.js'
import * as elysiaBinding from '../../../dist/bindings/elysia.js'
import * as expressBinding from '../../../dist/bindings/express.js'
import * as fastifyBinding from '../../../dist/bindings/fastify.js'
import * as honoBinding from '../../../dist/bindings/hono.js'
import * as fetchBinding from '../../../dist/bindings/fetch.js'
import * as koaBinding from '../../../dist/bindings/koa.js'
import * as nodeBinding from '../../../dist/bindings/node.js'
import { errorPage, expressRoutes, fastifyOnSend, fastifyRoutes } from './routes.mjs'
import { fetchRoutes, keep } from './routes.mjs'
import { koaAround, koaRoutes, nodeRoutes, SECRET } from './routes.mjs'

const heard = { commitErrors: 0 }
const factory = signedCookieSessionFactory(SECRET, { clock: () => 1_700_000_000 })
const onCommitError = () => {
  heard.commitErrors++
}
console.error = () => {}
process.emitWarning = () => {}

const answerNode = (error, _request, response) => {
  response.statusCode = error.status ?? 500
  response.setHeader('X-Error-Page', '1')
  response.end(errorPage(error))
}

/** By the mode of the application's error handling: its own, none, and three that fail. */
const handlers = {
  own: answerNode,
  none: undefined,
  throws: () => {
    throw new Error('in onError')
  },
  rejects: async () => {
    await Promise.resolve()
    throw new Error('in onError')
  },
  nothing: () => {},
  late: async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    answerNode(...args)
  },
  // In the usual order: the status, then what takes its time.
  'status first': async (error, _request, response) => {
    response.statusCode = error.status ?? 500
    response.setHeader('X-Error-Page', '1')
    await new Promise((resolve) => setTimeout(resolve, 30))
    response.end(errorPage(error))
  },
  // Called back by something that was there before the request, and so in another context.
  pooled: (...args) => pool(() => answerNode(...args)),
}

const waiting = []
setInterval(() => waiting.splice(0).forEach((call) => call()), 20)
const pool = (call) => void waiting.push(call)

function serveNode(mode) {
  return createServer(
    nodeBinding.withSession(
      factory,
      (request, response) => {
        keep(heard, response)
        return nodeRoutes(heard, request, response)
      },
      {
        csrf: {},
        onError: handlers[mode],
        onCommitError,
      },
    ),
  )
}

/** Express 4 leaves promises to the application. */
const hears = {
  express: (handle) => handle,
  'express-4': (handle) =>
    handle.length === 4
      ? (error, request, response, next) =>
          void Promise.resolve(handle(error, request, response, next)).catch(next)
      : async (request, response, next) => {
          try {
            await handle(request, response, next)
          } catch (error) {
            next(error)
          }
        },
}

function serveExpress(mode) {
  const app = { express, 'express-4': express4 }[binding]()
  const hear = hears[binding]
  app.set('env', 'test') // keeps Express from printing errors
  app.use((_request, response, next) => {
    keep(heard, response)
    next()
  })
  app.use(expressBinding.session(factory, { onCommitError }))
  app.use(expressBinding.csrf())
  expressRoutes(app, heard, hear)
  if (mode === 'exceptions') app.use(expressBinding.sessionExceptions())
  if (mode !== 'none') {
    app.use(
      hear(async (error, _request, response, _next) => {
        if (mode === 'late') await new Promise((resolve) => setTimeout(resolve, 30))
        if (mode === 'throws') throw new Error('in the error handler')
        response
          .status(error.status ?? 500)
          .set('X-Error-Page', '1')
          .send(errorPage(error))
      }),
    )
  }
  return createServer(app)
}

/** By the mode, as above, for those who answer by a Response. */
const webHandlers = {
  own: (error) =>
    new Response(errorPage(error), {
      status: error.status ?? 500,
      headers: { 'X-Error-Page': '1' },
    }),
  throws: handlers.throws,
  rejects: handlers.rejects,
  nothing: () => undefined,
  late: async (error) => {
    await new Promise((resolve) => setTimeout(resolve, 30))
    return webHandlers.own(error)
  },
}

const webOptions = { csrf: {}, csrfBodyTimeout: 0.2, onCommitError }
function serveKoa(mode) {
  const app = new Koa()
  if (mode === 'own onerror') {
    Object.assign(app.context, {
      onerror(error) {
        if (error === null || error === undefined || this.headerSent) return
        for (const header of this.res.getHeaderNames()) this.remove(header)
        answerNode(error, this.req, this.res)
      },
    })
  } else if (mode !== 'none') {
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        if (mode === 'late') await new Promise((resolve) => setTimeout(resolve, 30))
        if (mode === 'throws') throw new Error('in the error handling', { cause: error })
        ctx.status = error.status ?? 500
        ctx.set('X-Error-Page', '1')
        ctx.body = errorPage(error)
      }
    })
  }
  app.use(koaAround)
  app.use((ctx, next) => {
    keep(heard, ctx.res)
    return next()
  })
  app.use(koaBinding.session(factory, { onCommitError }))
  app.use(koaBinding.csrf())
  app.use((ctx) => koaRoutes(heard, ctx))
  return createServer(app.callback())
}

async function serveFastify(mode) {
  const app = Fastify()
  app.decorateRequest('isLate', false)
  app.addHook('onRequest', async (_request, reply) => keep(heard, reply.raw))
  await app.register(fastifyBinding.session, { factory, csrf: {}, onCommitError })
  app.addHook('onSend', fastifyOnSend)
  const answer = (error, reply) =>
    reply
      .code(error.status ?? 500)
      .header('X-Error-Page', '1')
      .send(errorPage(error))
  const handler = {
    own: (error, _request, reply) => answer(error, reply),
    throws: (error) => {
      throw new Error('in the error handler', { cause: error })
    },
    rejects: async (error) => {
      await Promise.resolve()
      throw new Error('in the error handler', { cause: error })
    },
    late: async (error, _request, reply) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      return answer(error, reply)
    },
    'status first': async (error, _request, reply) => {
      reply.code(error.status ?? 500)
      await new Promise((resolve) => setTimeout(resolve, 30))
      return answer(error, reply)
    },
    pooled: (error, _request, reply) => pool(() => answer(error, reply)),
  }[mode]
  if (handler !== undefined) app.setErrorHandler(handler)
  app.all('/*', (request, reply) => fastifyRoutes(heard, request, reply))
  await app.ready()
  return app.server
}

function serveFetch(mode) {
  const onError = webHandlers[mode]
  const handle = fetchBinding.withSession(
    factory,
    (request, session) => fetchRoutes(heard, request, session),
    { ...webOptions, ...(onError && { onError }) },
  )
  return createServer((request, response) => void bridge(handle, request, response))
}

function serveHono(mode) {
  const app = new Hono()
  if (mode !== 'none') app.onError(webHandlers[mode])
  app.use(honoBinding.session(factory, webOptions))
  app.all('*', (c) => fetchRoutes(heard, c.req.raw, c.var.session))
  return createServer((request, response) => void bridge(app.fetch, request, response))
}

function serveElysia(mode) {
  const app = new Elysia().use(elysiaBinding.session(factory, webOptions))
  if (mode !== 'none') app.onError(({ error }) => webHandlers[mode](error))
  app.all('/*', ({ request, session }) => fetchRoutes(heard, request, session))
  return createServer((request, response) => void bridge(app.handle, request, response))
}

/** What a platform does with a fetch handler, in short. */
async function bridge(handle, request, response) {
  const abort = new AbortController()
  response.on('close', () => abort.abort())
  const hasBody = request.method === 'POST'
  try {
    const answer = await handle(
      new Request(`http://localhost${request.url}`, {
        method: request.method,
        headers: Object.entries(request.headers),
        signal: abort.signal,
        ...(hasBody && { body: Readable.toWeb(request), duplex: 'half' }),
      }),
    )
    response.writeHead(answer.status, [...answer.headers].flat())
    for await (const chunk of answer.body ?? []) response.write(chunk)
    response.end()
  } catch {
    if (response.headersSent) response.destroy()
    else response.writeHead(500).end('by the platform')
  }
}

const [binding, mode] = process.argv.slice(2)
const serve = {
  node: serveNode,
  express: serveExpress,
  'express-4': serveExpress,
  fetch: serveFetch,
  hono: serveHono,
  elysia: serveElysia,
  koa: serveKoa,
  fastify: serveFastify,
}
const server = await serve[binding](mode)
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
