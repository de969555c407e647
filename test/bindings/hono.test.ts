import { Hono } from 'hono'
import type { Context } from 'hono'
import { handleMiddleware } from 'hono/cloudflare-pages'
import { etag } from 'hono/etag'
import { timeout } from 'hono/timeout'
import { Hono as OldestHono } from 'hono-oldest'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import * as binding from '../../src/bindings/hono.js'
import { checkCsrf, getCsrfToken, session } from '../../src/bindings/hono.js'
import type { SessionOptions, SessionVariables } from '../../src/bindings/hono.js'
import { OptionError, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { actionsOf } from '../contracts/binding/actions.js'
import type { Actions, Harness, Reply } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { responseOf, serve } from '../contracts/binding/responses.js'
import { TOO_MUCH, sessions } from '../contracts/binding/support.js'

const sessionsOf =
  (c: Context): Actions['session'] =>
  (name = 'session') =>
    c.get(name)

const joins =
  (App: typeof Hono): Harness =>
  (app, { factory, admin, csrf, onError, onCommitError }) => {
    const answer = (c: Context, reply: Reply) =>
      reply.location === undefined
        ? responseOf(reply)
        : c.redirect(reply.location, reply.status as 302 | undefined)
    const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')
    const hono = new App()
    if (onError) hono.onError((error, c) => answer(c, onError(error, sessionsOf(c))))
    hono.use(session(factory, { onCommitError, ...(csrf && { csrf: { ...csrf, exempt } }) }))
    if (admin) hono.use(session(admin, { onCommitError, name: 'admin' }))
    hono.all('*', async (c) =>
      answer(c, await app(c.req.path, actionsOf(binding, c, sessionsOf(c)))),
    )
    return serve((request) => hono.fetch(request))
  }

bindingContract('Hono', joins(Hono), JOINED.Hono)
bindingContract('Hono 4.5', joins(OldestHono as unknown as typeof Hono), JOINED.Hono)

const APPS = [
  ['newest', Hono],
  ['oldest', OldestHono as unknown as typeof Hono],
] as const

type App = Hono<{ Variables: SessionVariables }>

const dataIn = (response: Response): unknown => {
  const lines = response.headers.getSetCookie().filter((line) => line.startsWith('session='))
  expect(lines).toHaveLength(1)
  return sessions.open(lines[0]!.split(';')[0]).session.toJSON()
}

const spoil = ({ var: { session } }: Context<{ Variables: SessionVariables }>) =>
  session.set('a', TOO_MUCH)

describe.each(APPS)('Hono, %s', (_, Class) => {
  const appWith = (options: SessionOptions = {}): App => {
    const app: App = new Class()
    return app.use(session(sessions, options))
  }
  const silently = async (run: () => unknown): Promise<void> => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await run()
    printed.mockRestore()
  }

  test('an untouched response is passed on as it is', async () => {
    const response = new Response('as it is')
    const app = appWith().get('/', () => response)
    expect(await app.request('/')).toBe(response)
  })

  test('Hono’s own error handling answers a refused request by its status', async () => {
    const app = appWith({ csrf: {} }).post('/', (c) => c.text('never'))
    const response = await app.request('/', { method: 'POST' })
    expect([response.status, await response.text()]).toEqual([400, '400 Bad Request\n'])
  })

  test('… one that checkCsrf() refused in the handler too', async () => {
    const app = appWith({ csrf: { exempt: () => true } }).post('/', (c) => {
      checkCsrf(c)
      return c.text('never')
    })
    expect((await app.request('/', { method: 'POST' })).status).toBe(400)
  })

  test('… and a form that does not come in time', async () => {
    const app = appWith({ csrf: {}, csrfBodyTimeout: 0.01 }).post('/', (c) => c.text('never'))
    const response = await app.request('/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new ReadableStream(),
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(408)
  })

  test('Hono’s own error handling answers a session that cannot be written', async () => {
    const app = appWith().get('/', (c) => {
      spoil(c)
      return c.text('never')
    })
    await silently(async () => {
      const response = await app.request('/')
      expect([response.status, response.headers.getSetCookie()]).toEqual([500, []])
    })
  })

  test('where no route matches, what onError writes to the session goes out', async () => {
    const app = appWith({ csrf: {} }).onError((error, c) => {
      c.var.session.set('told', error.name)
      return c.text('refused', 400)
    })
    const response = await app.request('/nowhere', { method: 'POST' })
    expect([response.status, await response.text()]).toEqual([400, 'refused'])
    expect(dataIn(response)).toEqual({ told: 'BadCsrfToken' })
  })

  test('the page for what is not found may use the session, and fail', async () => {
    const app = appWith().notFound((c) => {
      c.var.session.set('at', c.req.path)
      if (c.req.path === '/fail') throw new Error('failed')
      return c.text('no such page', 404)
    })
    expect(dataIn(await app.request('/nowhere'))).toEqual({ at: '/nowhere' })
    await silently(async () => {
      const response = await app.request('/fail')
      expect(response.status).toBe(500)
      expect(dataIn(response)).toEqual({ at: '/fail' })
    })
  })

  test('an error of an application that is mounted by route() is answered by its own onError', async () => {
    const shop: App = new Class()
    shop.onError((error, c) => {
      c.var.session.set('by', 'shop')
      return c.text(error.message, 500)
    })
    shop.get('/fail', () => {
      throw new Error('failed')
    })
    const response = await appWith().route('/shop', shop).request('/shop/fail')
    expect(await response.text()).toBe('failed')
    expect(dataIn(response)).toEqual({ by: 'shop' })
  })

  test('an error that onError throws in its turn is answered as Hono does', async () => {
    const app = appWith().onError((error) => {
      throw error
    })
    app.get('/', (c) => {
      spoil(c)
      return c.text('never')
    })
    await expect(app.request('/')).rejects.toMatchObject({ code: 'COOKIE_TOO_LARGE' })
  })

  test('cookies and headers that are no part of the failed answer stay, and onError may add to them', async () => {
    const app = appWith().onError((error, c) => {
      c.var.session.set('a', 'less')
      c.header('X-Error', error.name)
      return c.text('sorry', 500)
    })
    app.use(async (c, next) => {
      c.header('X-Before', '1')
      await next()
    })
    app.get('/', (c) => {
      spoil(c)
      c.header('Set-Cookie', 'own=1')
      c.header('ETag', '"never"')
      return c.text('never')
    })
    const { headers, ...response } = await app.request('/')
    const told = ['X-Before', 'X-Error', 'ETag'].map((name) => headers.get(name))
    expect(told).toEqual(['1', 'CookieTooLargeError', null])
    expect(headers.getSetCookie()).toEqual(['own=1', expect.stringMatching(/^session=/)])
    expect(dataIn({ ...response, headers } as Response)).toEqual({ a: 'less' })
  })

  test('what no Error is reaches onError as one', async () => {
    const factory = { open: () => ({ session: {}, headers: () => fail('no error') }) }
    const fail = (thrown: unknown): never => {
      throw thrown
    }
    const app = new Class()
      .use(session(factory as never, { onCommitError: () => undefined }))
      .get('/', (c) => c.text('never'))
    app.onError((error, c) => c.text(String(error.cause), 500))
    expect(await (await app.request('/')).text()).toBe('no error')
  })

  test('a middleware may replace the request', async () => {
    const app = appWith({ csrf: { exempt: () => true } })
    app.use(async (c, next) => {
      c.req.raw = new Request(c.req.raw)
      await next()
    })
    app.get('/', (c) => c.text(getCsrfToken(c)))
    const response = await app.request('/')
    const [line] = response.headers.getSetCookie()
    expect(sessions.open(line!.split(';')[0]).session.getCsrfToken()).toBe(await response.text())
  })

  test('a name that is taken is an error', async () => {
    const app = new Class()
    app.use(session(sessions))
    app.use(session(unencryptedCookieSessionFactoryConfig('seekrit', { cookieName: 'admin' })))
    app.get('/', (c) => c.text('never'))
    app.onError((error, c) => c.text(error.message, 500))
    expect(await (await app.request('/')).text()).toMatch(/^name must be a free one.*'admin'/)
  })

  test('a handler that answers nothing is an error, whose answer carries the session', async () => {
    const app = appWith().get('/', (c) => void c.var.session.set('a', 1) as never)
    app.onError((error, c) => c.text(error.message, 500))
    const response = await app.request('/')
    expect(await response.text()).toMatch(/^The handler gave no Response/)
    expect(dataIn(response)).toEqual({ a: 1 })
  })
})

describe('session() for Hono', () => {
  test('a 304 of Hono’s etag() carries the cookie, where that stands inside', async () => {
    const app = new Hono()
      .use(session(sessions))
      .use(etag())
      .get('/', (c) => {
        c.var.session.set('a', 1)
        return c.text('the same')
      })
    const { headers } = await app.request('/')
    const again = await app.request('/', { headers: { 'If-None-Match': headers.get('etag')! } })
    expect([again.status, dataIn(again)]).toEqual([304, { a: 1 }])
  })

  test.each([
    ['of the web', {}],
    ["of Node's", { outgoing: { headersSent: true } }],
  ])('what is written after timeout() has answered is told, in a server %s', async (_, env) => {
    const heard = vi.fn()
    let [goOn, finish] = [() => {}, () => {}]
    const [answered, done] = [
      new Promise<void>((r) => (goOn = r)),
      new Promise<void>((r) => (finish = r)),
    ]
    const onError = vi.fn((error: Error) => new Response(error.message, { status: 504 }))
    const app = new Hono()
      .onError(onError)
      .use(timeout(1))
      .use(async (_c, next) => next().finally(() => setImmediate(finish)))
      .use(session(sessions, { onCommitError: (error) => heard(error) }))
      .get('/', async (c) => {
        await answered
        c.var.session.set('a', 1)
        return c.text('late')
      })
    const response = await app.request('/', {}, env)
    expect([response.status, await response.text()]).toEqual([504, 'Gateway Timeout'])
    goOn()
    await done
    expect(heard.mock.calls).toEqual([[expect.objectContaining({ code: 'NO_ANSWER' })]])
    expect(onError).toHaveBeenCalledOnce()
  })

  test('on Cloudflare Pages, what comes after it may throw', async () => {
    const error = new Error('boom')
    const request = new Request('https://shop.example/')
    const next = (): Promise<never> => Promise.reject(error)
    const onRequest = handleMiddleware(session(sessions) as never)
    await expect(onRequest({ request, env: {}, next } as never)).rejects.toBe(error)
  })

  test('options are checked at once', () => {
    expect(() => session('secret' as never)).toThrow(OptionError)
    expect(() => session(sessions, { property: 'admin' } as never)).toThrow(/^property is not/)
    expect(() => session(sessions, { name: '' })).toThrow(
      /^name must be a name that a context can have/,
    )
  })

  test('the context knows what the session holds', async () => {
    const users = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
    const app = new Hono().use(session(users)).use(session(users, { name: 'admin' }))
    app.get('/', (c) => {
      expectTypeOf(c.var.session.get('visits')).toEqualTypeOf<number | undefined>()
      expectTypeOf(c.get('admin')).toEqualTypeOf<Session<{ visits: number }>>()
      return c.text('')
    })
    const typed = new Hono<{ Variables: SessionVariables<{ visits: number }> }>()
    typed.use(session(users))
    typed.get('/', (c) => {
      expectTypeOf(c.get('session')).toEqualTypeOf<Session<{ visits: number }>>()
      return c.text('')
    })
    for (const { request } of [app, typed]) expect((await request('/')).status).toBe(200)
  })
})
