/** Forms of other sites that are refused before their check comes: by what reads bodies. */
import { bodyParser } from '@koa/bodyparser'
import express from 'express'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import Fastify from 'fastify'
import Koa from 'koa'
import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import * as forExpress from '../../src/bindings/express.js'
import { session as forFastify } from '../../src/bindings/fastify.js'
import * as forKoa from '../../src/bindings/koa.js'
import type { Session } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { cookiesOf, dataOf, sessions } from '../contracts/binding/support.js'
import { listen } from './listen.js'

let server: Server | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

/** The page of an error, which begins a session for whoever comes. */
const touch = (of: unknown): unknown => (of as { session: Session }).session.set('page', 1)

const APPLICATIONS: Readonly<Record<string, () => RequestListener | Promise<RequestListener>>> = {
  Express: () => {
    const page: ErrorRequestHandler = (error, request, response, _next) => {
      touch(request)
      response.status((error as { status: number }).status).send('page')
    }
    const parse = express.urlencoded({ extended: false, limit: 100 })
    return express().use(forExpress.session(sessions), parse, forExpress.csrf(), page)
  },
  Koa: () => {
    const page: Koa.Middleware = async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        touch(ctx)
        ctx.status = (error as { status: number }).status
        ctx.body = 'page'
      }
    }
    return new Koa()
      .use(forKoa.session(sessions))
      .use(page)
      .use(bodyParser({ formLimit: '100b' }) as Koa.Middleware)
      .use(forKoa.csrf())
      .callback() as RequestListener
  },
  Fastify: async () => {
    const app = Fastify()
    await app.register(forFastify, { factory: sessions, csrf: {} })
    app.setErrorHandler((error, request, reply) => {
      touch(request)
      return reply.code((error as { statusCode: number }).statusCode).send('page')
    })
    app.post('/', () => 'ok')
    await app.ready()
    return (request, response) => app.routing(request, response)
  },
}

/** Fastify knows no forms by itself. */
const refusalOf = (name: string): number => (name === 'Fastify' ? 415 : 413)

describe.each(Object.entries(APPLICATIONS))('%s', (name, make) => {
  const refusal = refusalOf(name)
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const send = async (headers: Record<string, string>, cookie = ''): Promise<unknown> => {
    server ??= await listen(await make())
    const sent = { method: 'POST', headers: { ...form, ...headers }, body: `a=${'x'.repeat(200)}` }
    const answer = await server.request('/', cookie, sent)
    expect([answer.status, answer.body]).toEqual([refusal, 'page'])
    return answer.setCookies.length === 0 ? undefined : dataOf(answer)
  }

  test('begins no session on the page of that error', async () => {
    expect(await send({ 'Sec-Fetch-Site': 'cross-site' })).toBeUndefined()
    expect(await send({ Origin: 'https://evil.example' })).toBeUndefined()
  })

  test('… but for a form of its own, or one that brings a session', async () => {
    expect(await send({ 'Sec-Fetch-Site': 'same-origin' })).toEqual({ page: 1 })
    const { session: own, commit } = sessions.open()
    own.set('user', 'Ada')
    const cookie = cookiesOf({ setCookies: commit().map(([, line]) => line) })
    const cross = { 'Sec-Fetch-Site': 'cross-site' }
    expect(await send(cross, cookie)).toEqual({ user: 'Ada', page: 1 })
  })
})

test('a check before the parser, as docs/csrf.md has it, refuses them however the error is answered', async () => {
  const redirect: ErrorRequestHandler = (_error, request, response, _next) => {
    touch(request)
    response.redirect(303, '/form')
  }
  const app = express()
  app.use(forExpress.session(sessions), forExpress.csrf({ mode: 'fetch-metadata' }))
  app.use(methodOverride, express.urlencoded({ extended: false, limit: 100 }), forExpress.csrf())
  const page: RequestHandler = (request, response) =>
    void response.send(forExpress.getCsrfToken(request))
  app.use(page, redirect)
  server = await listen(app)
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  for (const path of ['/', '/?_method=GET']) {
    for (const body of ['a=b', `a=${'x'.repeat(200)}`]) {
      const foreign = { ...headers, 'Sec-Fetch-Site': 'cross-site' }
      const answer = await server.request(path, '', { method: 'POST', headers: foreign, body })
      expect(answer).toMatchObject({ status: 303, setCookies: [] })
    }
  }
  const own = { method: 'POST', headers: { ...headers, 'Sec-Fetch-Site': 'same-origin' } }
  expect((await server.request('/', '', own)).setCookies).toHaveLength(1)
})

/** As the package of that name does. */
const methodOverride: RequestHandler = (request, _response, next) => {
  const method = request.query['_method']
  if (typeof method === 'string') request.method = method
  next()
}
