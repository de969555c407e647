/** What a factory and a storage policy must know of each other before the first request. */
import { Elysia } from 'elysia'
import express from 'express'
import type { RequestListener } from 'node:http'
import Fastify from 'fastify'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import * as astro from '../../src/bindings/astro.js'
import * as elysia from '../../src/bindings/elysia.js'
import * as forExpress from '../../src/bindings/express.js'
import * as fastify from '../../src/bindings/fastify.js'
import * as forFetch from '../../src/bindings/fetch.js'
import * as h3 from '../../src/bindings/h3.js'
import * as hono from '../../src/bindings/hono.js'
import * as koa from '../../src/bindings/koa.js'
import { nextSession } from '../../src/bindings/next.js'
import * as forNode from '../../src/bindings/node.js'
import * as nuxt from '../../src/bindings/nuxt.js'
import * as reactRouter from '../../src/bindings/react-router.js'
import * as sveltekit from '../../src/bindings/sveltekit.js'
import { CookieCSRFStoragePolicy, SessionCSRFStoragePolicy } from '../../src/index.js'
import { sealedCookieSessionFactory } from '../../src/index.js'
import type { CSRFStoragePolicy, SessionFactory } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { keyOf } from '../support/jar.js'
import { listen } from './listen.js'

/** Sets up a binding, without a request. */
type Mount = (factory: SessionFactory, policy: CSRFStoragePolicy) => unknown

const answer = (): Response => new Response()

/** Those that are told of both at once. */
const TOGETHER: Readonly<Record<string, Mount>> = {
  Astro: (factory, policy) => astro.session(factory, { csrf: { policy } }),
  Elysia: (factory, policy) => new Elysia().use(elysia.session(factory, { csrf: { policy } })),
  Fastify: async (factory, policy) => {
    await Fastify().register(fastify.session as never, { factory, csrf: { policy } } as never)
  },
  fetch: (factory, policy) => forFetch.withSession(factory, answer, { csrf: { policy } }),
  h3: (factory, policy) => h3.session(factory, { csrf: { policy } }),
  Hono: (factory, policy) => hono.session(factory, { csrf: { policy } }),
  'Next.js': (factory, policy) => nextSession(factory, { csrf: { policy } }),
  'Next.js, its proxy': (factory, policy) =>
    nextSession(factory).sessionProxy(() => undefined, { csrf: { policy } }),
  'node:http': (factory, policy) =>
    forNode.withSession(factory, () => undefined, { csrf: { policy } }),
  Nuxt: (factory, policy) => nuxt.session(factory, { csrf: { policy } }),
  'React Router': (factory, policy) => reactRouter.session(factory, { csrf: { policy } }),
  SvelteKit: (factory, policy) => sveltekit.session(factory, { csrf: { policy } }),
}

/** Those that are told of one after the other. Properties are of one test each: they are known in all the process. */
const APART: Readonly<Record<string, Mount>> = {
  Express: (factory, policy) => [
    forExpress.session(factory, { property: 'one' }),
    forExpress.csrf({ policy, property: 'one' }),
  ],
  'Express, csrf() first': (factory, policy) => [
    forExpress.csrf({ policy, property: 'two' }),
    forExpress.session(factory, { property: 'two' }),
  ],
  Koa: (factory, policy) => [
    koa.session(factory, { property: 'three' }),
    koa.csrf({ policy, property: 'three' }),
  ],
}

const KEY = keyOf('policies of bindings')

describe('the key of a policy is that of a token before the first request', () => {
  const policy = new SessionCSRFStoragePolicy({ key: 'csrf' })

  /** A session from before the process was started. */
  const before = (): string => {
    const { session, commit } = sealedCookieSessionFactory<Record<string, unknown>>(KEY).open()
    session.update({ csrf: 'a token', cart: 'apple' })
    return commit()[0]![1].split(';')[0]!
  }

  const isCart = {
    '~standard': {
      version: 1 as const,
      vendor: 'own',
      validate: (data: unknown) =>
        Object.keys(data as object).join() === 'cart'
          ? { value: data as object }
          : { issues: ['unknown key'] },
    },
  }

  test.each(Object.entries({ ...TOGETHER, ...APART }))('%s', async (_, mount) => {
    const factory = sealedCookieSessionFactory<Record<string, unknown>>(KEY, {
      schema: isCart as never,
    })
    await mount(factory as never, policy)
    const { session } = factory.open(before())
    expect(session.peek('cart'), 'no schema sees it').toBe('apple')
    session.subject = 'user'
    expect(session.peek('csrf'), 'sign-in deletes it').toBeUndefined()
  })

  test('a factory of another property has no such key', () => {
    const factory = sealedCookieSessionFactory<Record<string, unknown>>(KEY)
    forExpress.csrf({ policy, property: 'four' })
    forExpress.session(factory, { property: 'five' })
    const { session } = factory.open(before())
    session.regenerate()
    expect(session.peek('csrf')).toBe('a token')
  })
})

describe("a policy with the session's own cookie is refused", () => {
  const factory = sealedCookieSessionFactory(KEY, { cookieName: 'own', secure: false })
  const policy = new CookieCSRFStoragePolicy({ cookieName: 'own' })
  const inWords = "policy must have a cookieName other than the session's"

  test.each(Object.entries(TOGETHER))('%s', async (_, mount) => {
    const mounted = (async () => mount(factory, policy))()
    await expect(mounted).rejects.toThrow(inWords)
  })

  const listeners: Record<string, (heard: (error: unknown) => void) => RequestListener> = {
    Express: (heard) => {
      const app = express()
      app.use(forExpress.session(factory), forExpress.csrf({ policy }))
      const answerError: express.ErrorRequestHandler = (error, _request, response, _next) => {
        heard(error)
        response.end()
      }
      return app.use(answerError)
    },
    Koa: (heard) => {
      const app = new Koa()
      app.use(koa.session(factory)).use(koa.csrf({ policy }))
      return app.on('error', heard).callback()
    },
  }

  let server: Server | undefined
  afterEach(() => server?.stop())

  test.each(Object.entries(listeners))('%s, by the first request', async (_, make) => {
    const heard: unknown[] = []
    server = await listen(make((error) => heard.push(error)))
    await server.request('/')
    expect(heard).toEqual([expect.objectContaining({ code: 'BAD_OPTION', message: inWords })])
  })
})
