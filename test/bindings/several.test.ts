/** Several sessions in one request, and one session that is asked for several times. */
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import express from 'express'
import Fastify from 'fastify'
import { createApp, eventHandler, fromNodeMiddleware, toNodeListener } from 'h3-1'
import Koa from 'koa'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { session as sessionMiddleware } from '../../src/bindings/express.js'
import { session as fastifySession } from '../../src/bindings/fastify.js'
import { csrf as koaCsrf, session as koaSession } from '../../src/bindings/koa.js'
import { withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'
import { session as nuxtSession } from '../../src/bindings/nuxt.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import type { Answer, Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

type Data = Record<string, unknown>

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const users: SessionFactory<Data> = signedCookieSessionFactory(SECRET)
const usersToo: SessionFactory<Data> = signedCookieSessionFactory(SECRET)
const admins: SessionFactory<Data> = signedCookieSessionFactory(SECRET, { cookieName: 'admin' })

/** What an answer sets, by cookie. */
function dataOf(answer: Pick<Answer, 'setCookies'>): Record<string, unknown> {
  return Object.fromEntries(
    answer.setCookies.map((line) => {
      const [name, value] = line.split(';')[0]!.split('=')
      const factory = name === 'admin' ? admins : users
      return [name, factory.open({ value: value! }).session.toJSON()]
    }),
  )
}

describe('in Express', () => {
  let server: Server
  afterEach(() => server.stop())

  test.each([
    ['one factory', users],
    ['two factories of one cookie', usersToo],
  ])('%s, used in an application and a part of it: one session', async (_, second) => {
    const app = express()
    const part = express.Router()
    app.use(sessionMiddleware(users), (request, _response, next) => {
      request.session.set('outside', 1)
      next()
    })
    part.use(sessionMiddleware(second))
    part.get('/', (request, response) => {
      request.session.set('inside', 2)
      response.json(request.session.get('outside' as never))
    })
    app.use('/part', part)
    server = await listen(app)
    const answer = await server.request('/part')
    expect(answer.body).toBe('1')
    expect(answer.setCookies).toHaveLength(1)
    expect(dataOf(answer)).toEqual({ session: { outside: 1, inside: 2 } })
  })

  test('two cookies: two sessions, each under its property', async () => {
    const app = express()
    app.use(sessionMiddleware(users), sessionMiddleware(admins, { property: 'admin' }))
    app.use((request, response) => {
      const { admin } = request as unknown as { admin: typeof request.session }
      request.session.set('user', 1)
      admin.set('root', 2)
      response.end()
    })
    server = await listen(app)
    expect(dataOf(await server.request('/'))).toEqual({ session: { user: 1 }, admin: { root: 2 } })
  })

  test('one cookie under two properties is one session', async () => {
    const app = express()
    app.use(sessionMiddleware(users), sessionMiddleware(usersToo, { property: 'visitor' }))
    app.use((request, response) => {
      const { visitor } = request as unknown as { visitor: unknown }
      response.end(String(visitor === request.session))
    })
    server = await listen(app)
    expect((await server.request('/')).body).toBe('true')
  })

  test.each([
    ['the session of another cookie', sessionMiddleware(users)],
    [
      'what another library put there',
      ((request, _response, next) => {
        Object.assign(request, { session: {} })
        next()
      }) satisfies express.RequestHandler,
    ],
  ])('a property that is taken, by %s: an error in words', async (_, first) => {
    const app = express()
    app.set('env', 'test')
    app.use(first, sessionMiddleware(admins))
    server = await listen(app)
    const answer = await server.request('/')
    expect(answer.status).toBe(500)
    expect(answer.body).toMatch(/request\.session is .*property: .*admin/)
  })

  test('what is no session is refused at once', () => {
    server = { request: vi.fn(), stop: () => undefined }
    for (const wrong of ['secret', undefined, {}, users.open()]) {
      expect(() => sessionMiddleware(wrong as never)).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', option: 'factory' }),
      )
    }
    expect(() => sessionMiddleware(users, { property: 'a b' })).toThrow(/property/)
    expect(() => sessionMiddleware(users, { propery: 'a' } as never)).toThrow(/propery/)
  })

  test('to assign request.session is an error in words', async () => {
    const app = express()
    app.use(sessionMiddleware(users), (request, response) => {
      const assign = (): unknown => ((request as { session: unknown }).session = null)
      expect(assign).toThrow(/request\.session cannot be assigned.*invalidate/)
      response.end('ok')
    })
    server = await listen(app)
    expect((await server.request('/')).body).toBe('ok')
  })
})

describe('in frameworks around each other', () => {
  let server: Server
  afterEach(() => server.stop())

  const inExpress = (): express.Express => {
    const app = express()
    app.use(sessionMiddleware(usersToo), (request, response) => {
      request.session.set('inside', 2)
      response.json(request.session.toJSON())
    })
    return app
  }

  const inKoa = (factory: SessionFactory<Data>) =>
    new Koa().use(koaSession(factory)).use((ctx) => {
      ctx['session'].set('inside', 2)
      ctx.body = ctx['session'].toJSON()
    })

  const AROUND: Readonly<Record<string, () => RequestListener | Promise<RequestListener>>> = {
    'Koa in Express': () => {
      const koa = inKoa(usersToo)
      const outside: express.RequestHandler = (request, _response, next) => {
        request.session.set('outside', 1)
        next()
      }
      return express().use(sessionMiddleware(users), outside, koa.callback() as RequestListener)
    },
    'Express in Fastify': async () => {
      const app = Fastify()
      await app.register(fastifySession, { factory: users })
      app.addHook('onRequest', (request, reply) => {
        ;(request as unknown as { session: Session<Data> }).session.set('outside', 1)
        inExpress()(request.raw as never, reply.raw as never)
      })
      app.get('/', () => 'never')
      await app.ready()
      return (request, response) => app.routing(request, response)
    },
    'Koa in Koa': () =>
      new Koa()
        .use(koaSession(users))
        .use(async (ctx) => {
          ctx['session'].set('outside', 1)
          ctx.respond = false
          await inKoa(usersToo).callback()(ctx.req, ctx.res)
        })
        .callback() as RequestListener,
    'Koa in Fastify': async () => {
      const app = Fastify()
      await app.register(fastifySession, { factory: users })
      app.get('/', (request, reply) => {
        ;(request as unknown as { session: Session<Data> }).session.set('outside', 1)
        reply.hijack()
        void inKoa(usersToo).callback()(request.raw, reply.raw)
      })
      await app.ready()
      return (request, response) => app.routing(request, response)
    },
    'Express behind Nuxt': () => {
      const app = createApp()
      nuxtSession(users)({ h3App: app as never })
      app.use(eventHandler((event) => void event.context['session'].set('outside', 1)))
      app.use(fromNodeMiddleware(inExpress() as never))
      return toNodeListener(app)
    },
    'Express in Koa': () =>
      new Koa()
        .use(koaSession(users))
        .use((ctx) => {
          ctx['session'].set('outside', 1)
          ctx.respond = false
          inExpress()(ctx.req as never, ctx.res as never)
        })
        .callback() as RequestListener,
  }

  test.each(Object.entries(AROUND))('%s: one session', async (_, make) => {
    server = await listen(await make())
    const answer = await server.request('/')
    expect(JSON.parse(answer.body)).toEqual({ outside: 1, inside: 2 })
    expect(answer.setCookies).toHaveLength(1)
    expect(dataOf(answer)).toEqual({ session: { outside: 1, inside: 2 } })
  })

  test('sessions of two cookies, each under the same property', async () => {
    const koa = new Koa().use(koaSession(admins)).use((ctx) => {
      ctx['session'].set('root', 2)
      ctx.body = 'ok'
    })
    const outside: express.RequestHandler = (request, _response, next) => {
      request.session.set('user', 1)
      next()
    }
    const after: express.RequestHandler = (request, response, next) => {
      koa
        .callback()(request, response)
        .then(() => next('router'), next)
      request.session.set('still', 3)
    }
    server = await listen(express().use(sessionMiddleware(users), outside, after))
    const answer = await server.request('/')
    expect(dataOf(answer)).toEqual({ session: { user: 1, still: 3 }, admin: { root: 2 } })
  })

  test('two Koas of two cookies, each with its own', async () => {
    const outside = new Koa().use(koaSession(users)).use(async (ctx) => {
      ctx['session'].set('outside', 1)
      ctx.respond = false
      await inKoa(admins).callback()(ctx.req, ctx.res)
    })
    server = await listen(outside.callback() as RequestListener)
    expect(dataOf(await server.request('/'))).toEqual({
      session: { outside: 1 },
      admin: { inside: 2 },
    })
  })

  test('a stranger that the inner one refuses begins no session, however that is answered', async () => {
    const koa = new Koa()
      .use(koaSession(usersToo))
      .use(async (ctx, next) => {
        await next().catch(() => {
          ctx['session'].flash('again')
          ctx.redirect('/form')
        })
      })
      .use(koaCsrf())
    const app = express().use(sessionMiddleware(users), koa.callback() as RequestListener)
    server = await listen(app)
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    const answer = await server.request('/', undefined, { method: 'POST', headers })
    expect(answer).toMatchObject({ status: 302, setCookies: [] })
  })

  const OF_PATH = 'session=other; Path=/old; SameSite=Lax'
  test.each<[string, string, object, readonly unknown[]]>([
    [
      'in the head',
      'session=other; path=/; SameSite=Lax',
      {},
      [expect.stringMatching(/in one framework/)],
    ],
    [
      'beside it',
      '',
      { 'Set-Cookie': ['a=b', 'session=other; Path=/'] },
      [expect.stringMatching(/in one framework/)],
    ],
    ['of another case', 'SESSION=other; Path=/', {}, []],
    ['that is taken away', 'session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', {}, []],
    ['of another path', OF_PATH, { 'set-cookie': OF_PATH }, []],
  ])(
    'a cookie that something else has set, %s: onCommitError hears of it',
    async (_, line, head, told) => {
      const heard: unknown[] = []
      const handler = withSession(
        users,
        (request, response) => {
          request.session.set('a', 1)
          if (line !== '') response.setHeader('Set-Cookie', line)
          response.writeHead(200, head as never)
          response.end()
        },
        { onCommitError: (error) => heard.push((error as Error).message) },
      )
      server = await listen(handler)
      expect((await server.request('/')).status).toBe(200)
      expect(heard).toEqual(told)
    },
  )
})

describe('in node:http', () => {
  let server: Server
  afterEach(() => server.stop())

  const both: RequestListener = withSession(users, (outer, response) => {
    outer.session.set('outside', 1)
    withSession(usersToo, (inner, response) => {
      inner.session.set('inside', inner.session === outer.session)
      withSession(
        admins,
        (request, response) => {
          request.admin.set('root', 2)
          response.end()
        },
        { property: 'admin' },
      )(inner, response)
    })(outer, response)
  })

  test('handlers inside each other share the session of one cookie', async () => {
    server = await listen(both)
    expect(dataOf(await server.request('/'))).toEqual({
      session: { outside: 1, inside: true },
      admin: { root: 2 },
    })
  })

  test('a property that is taken goes to onError', async () => {
    const onError = vi.fn((_error: unknown, _request: unknown, response: { end(): unknown }) =>
      response.end(),
    )
    const inner = withSession(admins, () => undefined, { onError: onError as never })
    server = await listen(withSession(users, (request, response) => inner(request, response)))
    await server.request('/')
    expect(onError.mock.calls[0]![0]).toMatchObject({ option: 'property' })
  })

  test('what is no session is refused at once', async () => {
    server = await listen(createServer as never)
    expect(() => withSession('secret' as never, () => undefined)).toThrow(/session factory/)
  })
})

describe('in fetch handlers', () => {
  const send = async (handle: (request: Request) => Promise<Response>) => {
    const { headers } = await handle(new Request('http://localhost/'))
    return { setCookies: headers.getSetCookie() }
  }

  test('handlers inside each other share the session of one cookie', async () => {
    const inner = withFetchSession(usersToo, (_request, session) => {
      session.set('inside', session.get('outside'))
      return new Response()
    })
    const outer = withFetchSession(users, (request, session) => {
      session.set('outside', 1)
      return inner(request)
    })
    const answer = await send(outer)
    expect(answer.setCookies).toHaveLength(1)
    expect(dataOf(answer)).toEqual({ session: { outside: 1, inside: 1 } })
  })

  test('two cookies: two sessions', async () => {
    const handle = withFetchSession(users, (request, session) => {
      session.set('user', 1)
      return withFetchSession(admins, (_request, admin) => {
        admin.set('root', 2)
        return new Response()
      })(request)
    })
    expect(dataOf(await send(handle))).toEqual({ session: { user: 1 }, admin: { root: 2 } })
  })

  test.each<[string, () => Response]>([
    ['that could be written', () => new Response()],
    [
      'whose handler throws',
      () => {
        throw new Error('failed')
      },
    ],
  ])('the session inside, %s, goes out with the answer to an error outside', async (_, end) => {
    const heard = vi.fn()
    const inner = withFetchSession(admins, (_request, admin) => {
      admin.set('root', 2)
      return end()
    })
    const outer = withFetchSession(
      users,
      (request, session) => {
        session.set('user', 'x'.repeat(5000))
        return inner(request)
      },
      { onError: () => new Response('page', { status: 500 }), onCommitError: heard },
    )
    expect(dataOf(await send(outer))).toEqual({ admin: { root: 2 } })
    expect(heard).toHaveBeenCalledOnce()
  })

  test('a session inside that is not for errors does not go out with one', async () => {
    const quiet = signedCookieSessionFactory(SECRET, {
      cookieName: 'admin',
      setOnException: false,
    })
    const inner = withFetchSession(quiet, (_request, admin) => {
      admin.set('root' as never, 2 as never)
      return new Response()
    })
    const outer = withFetchSession(
      users,
      async (request) => {
        await inner(request)
        throw new Error('failed')
      },
      { onError: () => new Response('page', { status: 500 }) },
    )
    expect((await send(outer)).setCookies).toEqual([])
  })

  describe('what the handler inside has answered itself is no exception outside', () => {
    const failed = (): Promise<Response> => Promise.reject(new Error('failed'))
    const page = { onError: () => new Response('page', { status: 500 }) }
    const quiet = signedCookieSessionFactory(SECRET, { setOnException: false })
    /** Writes to its session when the handler inside has answered. */
    const around =
      (inner: (request: Request) => Promise<Response>, value: unknown = 1) =>
      async (request: Request, session: Session) => {
        await inner(request)
        session.set('user', value)
        return new Response()
      }

    test.each<[string, (request: Request) => Promise<Response>]>([
      ['by onError', withFetchSession(admins, failed, page)],
      ['by the status of a refusal', withFetchSession(admins, failed, { csrf: {} })],
      [
        'where its session could not be opened',
        withFetchSession({ open: failed } as never, failed, page),
      ],
    ])('%s: the session outside goes out, or its handler fails', async (_, inner) => {
      const post = () => new Request('http://localhost/', { method: 'POST' })
      const sent = await withFetchSession(quiet, around(inner))(post())
      expect(dataOf({ setCookies: sent.headers.getSetCookie() })).toEqual({ session: { user: 1 } })
      const onError = vi.fn(() => new Response())
      await withFetchSession(quiet, around(inner, 'x'.repeat(5000)), { onError })(post())
      expect(onError.mock.calls[0]).toMatchObject([{ code: 'COOKIE_TOO_LARGE' }, {}, {}])
    })

    test('but where both have one session, it is one that failed', async () => {
      const inner = withFetchSession(quiet, failed, page)
      expect((await send(withFetchSession(quiet, around(inner)))).setCookies).toEqual([])
    })

    test('and one that was there before stays one', async () => {
      const answering = withFetchSession(admins, failed, page)
      const throwing = withFetchSession(admins, failed)
      const both = (request: Request) => throwing(request).catch(() => answering(request))
      expect((await send(withFetchSession(quiet, around(both)))).setCookies).toEqual([])
    })

    test('with a stranger whom it has refused no session begins outside', async () => {
      const inner = withFetchSession(admins, () => new Response(), { csrf: {} })
      const headers = { 'Sec-Fetch-Site': 'cross-site' }
      const sent = new Request('http://localhost/', { method: 'POST', headers })
      const begun = signedCookieSessionFactory(SECRET)
      const answer = await withFetchSession(begun, around(inner))(sent)
      expect(answer.headers.getSetCookie()).toEqual([])
    })
  })

  test('what is no session is refused at once', () => {
    expect(() => withFetchSession('secret' as never, () => new Response())).toThrow(
      /session factory/,
    )
  })
})
