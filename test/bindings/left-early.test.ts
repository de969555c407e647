/** A `for await` over a request that is left early destroys it: Node takes its socket away. */
import type { IncomingMessage, RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import express from 'express'
import { createApp, eventHandler, toNodeListener } from 'h3-1'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import * as forExpress from '../../src/bindings/express.js'
import * as forKoa from '../../src/bindings/koa.js'
import * as forNode from '../../src/bindings/node.js'
import * as forNuxt from '../../src/bindings/nuxt.js'
import {
  CookieCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
  storedSessionFactory,
} from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const express4 = createRequire(import.meta.url)('express-4') as typeof express

const KEY = generateKey()
const OPTIONS = { cookieName: 'sid', secure: 'auto' } as const
const policy = (): CookieCSRFStoragePolicy => new CookieCSRFStoragePolicy({ secure: 'auto' })
const csrf = () => ({ policy: policy(), requireCsrf: false })

/** Leaves the body of a request unread, and uses its session only then. */
async function leave(request: IncomingMessage, session: () => Session): Promise<void> {
  for await (const _ of request) break
  expect(request.socket).toBeNull()
  session().flash('The upload is too large')
}

type Bind = (factory: BindableFactory) => RequestListener

const onExpress =
  (make: () => express.Express): Bind =>
  (factory) => {
    const app = make()
    app.use(forExpress.session(factory), forExpress.csrf(csrf()))
    app.use(async (request, response) => {
      await leave(request, () => request.session)
      response.send(forExpress.getCsrfToken(request))
    })
    return app
  }

const bindings: Readonly<Record<string, Bind>> = {
  'node:http': (factory) =>
    forNode.withSession(
      factory,
      async (request, response) => {
        await leave(request, () => request.session)
        response.end(forNode.getCsrfToken(request))
      },
      { csrf: csrf() },
    ),
  'Express 5': onExpress(express),
  'Express 4': onExpress(express4),
  Koa: (factory) => {
    const app = new Koa()
    app.silent = true
    app.use(forKoa.session(factory)).use(forKoa.csrf(csrf()))
    app.use(async (ctx) => {
      await leave(ctx.req, () => ctx['session'] as Session)
      ctx.body = forKoa.getCsrfToken(ctx)
    })
    return app.callback()
  },
  Nuxt: (factory) => {
    const app = createApp()
    app.use(
      eventHandler(async (event) => {
        await leave(event.node.req, () => event.context['session'] as Session)
        return forNuxt.getCsrfToken(event)
      }),
    )
    forNuxt.session(factory, { csrf: csrf() })({ h3App: app })
    return toNodeListener(app)
  },
}

const factories: Readonly<Record<string, () => BindableFactory>> = {
  'in a cookie': () => sealedCookieSessionFactory(KEY, OPTIONS),
  'in a store': () => storedSessionFactory(memoryStore(), KEY, OPTIONS),
}

describe("with `secure: 'auto'` a handler may leave the request's body unread", () => {
  let server: Server
  afterEach(() => server.stop())

  const cases = Object.keys(bindings).flatMap((name) =>
    Object.keys(factories).flatMap((kind) =>
      [true, false].map((encrypted) => [name, kind, encrypted] as const),
    ),
  )

  test.each(cases)('%s, %s, over HTTPS: %s', async (name, kind, encrypted) => {
    const listener = bindings[name]!(factories[kind]!())
    server = await listen((request, response) => {
      Object.assign(request.socket, { encrypted })
      listener(request, response)
    })
    const sent = { method: 'POST', body: 'x'.repeat(5000) }
    const { status, setCookies } = await server.request('/', undefined, sent)
    expect(status).toBe(200)
    expect(setCookies.map((line) => line.split('=')[0]).toSorted()).toEqual(['csrf_token', 'sid'])
    for (const line of setCookies) expect(/; secure/i.test(line)).toBe(encrypted)
  })
})

test('a session of a request that was left before is secure, as nobody can tell any more', async () => {
  const app = express()
  app.use(async (request, _response, next) => {
    for await (const _ of request) break
    next()
  })
  app.use(forExpress.session(sealedCookieSessionFactory(KEY, OPTIONS)))
  app.use((request, response) => {
    request.session.flash('x')
    response.send('ran')
  })
  const { request, stop } = await listen(app)
  const { body, setCookies } = await request('/', undefined, { method: 'POST', body: 'xy' })
  expect(body).toBe('ran')
  expect(setCookies).toEqual([expect.stringMatching(/; secure/i)])
  await stop()
})
