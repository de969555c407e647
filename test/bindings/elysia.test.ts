import { Elysia, t } from 'elysia'
import type { Context } from 'elysia'
import { Elysia as OldestElysia } from 'elysia-oldest'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import * as binding from '../../src/bindings/elysia.js'
import { checkCsrf, getCsrfToken, session } from '../../src/bindings/elysia.js'
import type { SessionOptions } from '../../src/bindings/elysia.js'
import { OptionError, unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { actionsOf } from '../contracts/binding/actions.js'
import { ORIGIN } from '../contracts/binding/harness.js'
import type { Harness, Reply } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { responseOf, serve } from '../contracts/binding/responses.js'
import { TOO_MUCH, factoryOf, pause, sessions } from '../contracts/binding/support.js'

const joins =
  (App: typeof Elysia): Harness =>
  (app, { factory, admin, csrf, onError, onCommitError }) => {
    const answer = ({ redirect }: Pick<Context, 'redirect'>, reply: Reply) =>
      reply.location === undefined
        ? responseOf(reply)
        : redirect(ORIGIN + reply.location, reply.status as 302 | undefined)
    const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')
    const options = { onCommitError, ...(csrf && { csrf: { ...csrf, exempt } }) }
    const elysia = new App().use(session(factory, options))
    if (admin) elysia.use(session(admin, { onCommitError, name: 'admin' }))
    if (onError) {
      elysia.onError((context) =>
        answer(context, onError(context.error, actionsOf(binding, context).session)),
      )
    }
    elysia.all('/*', async (context) =>
      answer(context, await app(context.path, actionsOf(binding, context))),
    )
    return serve((request) => elysia.handle(request))
  }

bindingContract('Elysia', joins(Elysia), JOINED.Elysia)
bindingContract('Elysia 1.4.16', joins(OldestElysia as unknown as typeof Elysia), JOINED.Elysia)

type Handle = (request: Request) => unknown

const APPS = [
  ['newest', Elysia],
  ['oldest', OldestElysia as unknown as typeof Elysia],
] as const

const linesIn = (response: Response): string[] =>
  response.headers.getSetCookie().filter((line) => line.startsWith('session='))

const dataIn = (response: Response): unknown => {
  const lines = linesIn(response)
  expect(lines).toHaveLength(1)
  return sessions.open(lines[0]!.split(';')[0]).session.toJSON()
}

const get = (path = '/', init?: RequestInit) => new Request(ORIGIN + path, init)

describe.each(APPS)('Elysia, %s', (_, Class) => {
  const appWith = (options: SessionOptions = {}) => new Class().use(session(sessions, options))

  test('an untouched response is passed on as it is', async () => {
    const response = new Response('as it is')
    const app = appWith().get('/', () => response)
    expect(await app.handle(get())).toBe(response)
  })

  test('a route of GET answers HEAD, with the cookie', async () => {
    const app = appWith().get('/', ({ session }) => {
      session.set('a', 1)
      return 'text'
    })
    const response = await app.handle(get('/', { method: 'HEAD' }))
    expect([response.status, dataIn(response), await response.text()]).toEqual([200, { a: 1 }, ''])
  })

  test('what status() gives is known where its class has another name, as who minifies gives it', async () => {
    const onCommitError = vi.fn()
    let own = (): unknown => undefined
    const app = appWith({ onCommitError }).get('/', ({ session, status }) => {
      session.set('a', TOO_MUCH)
      const given = status(503, 'down')
      const { constructor } = given
      const name = (value: string): unknown =>
        Object.defineProperty(constructor, 'name', { value, configurable: true })
      own = name.bind(undefined, constructor.name)
      name('a')
      return given
    })
    const response = await app.handle(get())
    own()
    expect([response.status, await response.text()]).toEqual([503, 'down'])
    expect(onCommitError).toHaveBeenCalledOnce()
  })

  test('every kind of value that a handler returns carries the cookie', async () => {
    const app = appWith()
      .onBeforeHandle(({ session }) => void session.set('a', 1))
      .get('/text', () => 'text')
      .get('/json', () => ({ some: 'json' }))
      .get('/nothing', () => undefined)
      .get('/bare', () => Object.assign(Object.create(null) as object, { some: 'json' }))
      .get('/status', ({ status }) => status(418, 'teapot'))
      .get('/redirect', ({ redirect }) => redirect(`${ORIGIN}/text`))
      .get('/response', () => new Response('made', { headers: { 'Set-Cookie': 'own=1' } }))
    for (const path of [
      '/text',
      '/json',
      '/nothing',
      '/bare',
      '/status',
      '/redirect',
      '/response',
    ]) {
      const response = await app.handle(get(path))
      expect([response.status < 500, dataIn(response)], path).toEqual([true, { a: 1 }])
    }
  })

  test('cookies of Elysia’s own stay, whatever way they are set', async () => {
    const app = appWith()
      .onBeforeHandle(({ session, cookie }) => {
        session.set('a', 1)
        cookie['one']!.value = '1'
        cookie['two']!.value = '2'
      })
      .get('/text', () => 'text')
      .get('/response', () => new Response('made'))
    for (const path of ['/text', '/response']) {
      const names = (await app.handle(get(path))).headers
        .getSetCookie()
        .map((line) => line.split('=')[0])
      expect(names, path).toEqual(['one', 'two', 'session'])
    }
  })

  test('what a generator writes before its first value goes out, and after it is an error', async () => {
    const app = appWith().get('/', async function* ({ session }) {
      session.set('a', 1)
      yield 'first '
      await pause(20)
      try {
        session.set('a', 2)
      } catch (error) {
        yield (error as { code: string }).code
      }
    })
    const response = await app.handle(get())
    expect(dataIn(response)).toEqual({ a: 1 })
    // Elysia makes texts of them, which only Bun takes.
    const chunks: unknown[] = []
    for await (const chunk of response.body as unknown as AsyncIterable<unknown>) chunks.push(chunk)
    expect(chunks.join('')).toBe('first SESSION_COMMITTED')
  })

  test('… and what cannot be written goes to onError from there too', async () => {
    const app = appWith()
      .onError(({ error }) => (error as { code: string }).code)
      .get('/', function* ({ session }) {
        session.set('a', TOO_MUCH)
        yield 'never'
      })
    const response = await app.handle(get())
    expect([response.status, await response.text()]).toEqual([500, 'COOKIE_TOO_LARGE'])
  })

  test('Elysia’s own error handling answers a refused request by its status', async () => {
    const app = appWith({ csrf: {} }).post('/', () => 'never')
    expect((await app.handle(get('/', { method: 'POST' }))).status).toBe(400)
    const body = { body: new ReadableStream(), duplex: 'half' } as RequestInit
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const slow = appWith({ csrf: {}, csrfBodyTimeout: 0.01 }).post('/', () => 'never')
    expect((await slow.handle(get('/', { method: 'POST', headers, ...body }))).status).toBe(408)
  })

  test('Elysia’s own error handling answers a session that cannot be written', async () => {
    const app = appWith().get('/', ({ session, set }) => {
      session.set('a', TOO_MUCH)
      set.status = 201
      set.headers['etag'] = '"never"'
      return 'never'
    })
    const response = await app.handle(get())
    expect([response.status, linesIn(response)]).toEqual([500, []])
    expect(response.headers.get('etag')).toBe(null)
  })

  test('the onError of a part hears of a session that its routes cannot write', async () => {
    const part = new Class()
      .use(session(sessions))
      .onError(({ error, session }) => {
        session.set('a', 'less')
        return `part: ${(error as { code: string }).code}`
      })
      .get('/part', ({ session }) => {
        session.set('a', TOO_MUCH)
        return 'never'
      })
    const app = appWith()
      .use(part)
      .onError(() => 'whole')
    const response = await app.handle(get('/part'))
    expect([response.status, await response.text()]).toEqual([500, 'part: COOKIE_TOO_LARGE'])
    expect(dataIn(response)).toEqual({ a: 'less' })
  })

  test('a page of status 503 goes out without the session, whatever way it says so', async () => {
    const onCommitError = vi.fn()
    const app = appWith({ onCommitError })
      .onBeforeHandle(({ session }) => void session.set('a', TOO_MUCH))
      .get('/status', ({ status }) => status(503, 'own'))
      .get('/name', ({ status }) => status('Service Unavailable', 'own'))
      .get('/set', ({ set }) => {
        set.status = 'Service Unavailable'
        return 'own'
      })
      .get('/response', () => new Response('own', { status: 503 }))
    for (const path of ['/status', '/name', '/set', '/response']) {
      const response = await app.handle(get(path))
      expect([response.status, await response.text()], path).toEqual([503, 'own'])
    }
    expect(onCommitError).toHaveBeenCalledTimes(4)
  })

  test('where no route matches, what onError writes to the session goes out', async () => {
    const app = appWith({ csrf: {} }).onError(({ code, session }) => {
      session.set('told', code)
      return 'sorry'
    })
    const response = await app.handle(get('/nowhere'))
    expect([response.status, await response.text()]).toEqual([404, 'sorry'])
    expect(dataIn(response)).toEqual({ told: 'NOT_FOUND' })
    const refused = await app.handle(get('/nowhere', { method: 'POST' }))
    expect([refused.status, await refused.text()]).toEqual([400, 'sorry'])
    expect(dataIn(refused)).toEqual({ told: 'BAD_CSRF_TOKEN' })
  })

  test('two sessions go out on the answer to an error of one of them', async () => {
    const admins = factoryOf({ cookieName: 'admin' })
    const app = appWith()
      .use(session(admins, { name: 'admin' }))
      .get('/', ({ session, admin }) => {
        session.set('a', 1)
        admin.set('a', TOO_MUCH)
        return 'never'
      })
    const response = await app.handle(get())
    expect([response.status, dataIn(response)]).toEqual([500, { a: 1 }])
  })

  test('the body is left to handlers that read it themselves', async () => {
    const app = appWith().post('/', async ({ request, session }) => {
      session.set('a', 1)
      return request.text()
    })
    const body = get('/', { method: 'POST', body: 'a=1' })
    expect(await (await app.handle(body)).text()).toBe('a=1')
  })

  test('a form is checked, and parsed for the handler as its schema says', async () => {
    const app = appWith({ csrf: {} })
      .get('/', ({ request }) => getCsrfToken({ request }))
      .post(
        '/',
        ({ body, request }) => {
          checkCsrf({ request }, body)
          return body.name
        },
        { body: t.Object({ name: t.String(), csrf_token: t.String() }) },
      )
    const page = await app.handle(get())
    const body = new URLSearchParams({ name: 'Ada', csrf_token: await page.text() })
    const headers = { Cookie: linesIn(page)[0]!.split(';')[0]! }
    const sent = await app.handle(get('/', { method: 'POST', headers, body }))
    expect([sent.status, await sent.text()]).toEqual([200, 'Ada'])
  })

  test('a plugin that is used twice is one session', async () => {
    const plugin = session(sessions)
    const part = new Class().use(plugin).get('/part', ({ session }) => {
      session.set('a', 1)
      return 'ok'
    })
    expect(dataIn(await new Class().use(plugin).use(part).handle(get('/part')))).toEqual({ a: 1 })
  })

  test('a name that is taken is an error', async () => {
    const app = appWith()
      .use(session(factoryOf({ cookieName: 'admin' })))
      .get('/', () => 'never')
    const response = await app.handle(get())
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringMatching(/^name must be a free one.*'admin'/),
    ])
  })

  test('what is written to the session while a WebSocket is opened is lost, and that is told', async () => {
    const onCommitError = vi.fn()
    const app = new Class()
      .wrap(((handle: Handle) => async (request: Request) => void (await handle(request))) as never)
      .use(session(sessions, { onCommitError }))
      .get('/', ({ session }) => void session.set('a', 1))
    expect(await app.handle(get())).toBe(undefined)
    const opening = appWith({ onCommitError }).get('/', ({ session }) => void session.set('a', 1))
    await opening.handle(get('/', { headers: { Upgrade: 'websocket' } }))
    expect(onCommitError).toHaveBeenCalledTimes(2)
    expect(onCommitError).toHaveBeenLastCalledWith(
      expect.objectContaining({ message: expect.stringMatching(/upgrade cannot carry a cookie/) }),
      expect.any(Request),
    )
  })

  test('a route with a value in place of a handler begins without a request, and has its session in one', async () => {
    const rejected = vi.fn()
    process.on('unhandledRejection', rejected)
    const app = appWith({ csrf: {} })
      .get('/', 'as it is')
      .post('/', 'never')
      .onBeforeHandle(({ session }) => void session.set('a', 1))
      .get('/touched', 'touched')
    await pause(20)
    process.off('unhandledRejection', rejected)
    expect(rejected).not.toHaveBeenCalled()
    expect(await (await app.handle(get())).text()).toBe('as it is')
    expect((await app.handle(get('/', { method: 'POST' }))).status).toBe(400)
    expect(dataIn(await app.handle(get('/touched')))).toEqual({ a: 1 })
  })

  test('without its compiler Elysia is refused in words, also where a part of it uses the plugin', async () => {
    const part = new Class().use(session(sessions)).get('/part', 'never')
    const app = new Class({ aot: false }).use(part)
    expect(await (await app.handle(get('/part'))).text()).toMatch(/^aot of Elysia must not be/)
  })

  test('without its compiler Elysia is refused in words', async () => {
    const app = new Class({ aot: false }).use(session(sessions)).get('/', () => 'never')
    const response = await app.handle(get())
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringMatching(/^aot of Elysia must not be false/),
    ])
  })

  test('what no Error is reaches onError as one', async () => {
    const fail = (thrown: unknown): never => {
      throw thrown
    }
    const factory = { open: () => ({ session: {}, headers: () => fail('no error') }) }
    const app = new Class()
      .use(session(factory as never, { onCommitError: () => undefined }))
      .onError(({ error }) => String((error as Error).cause))
      .get('/', () => 'never')
    expect(await (await app.handle(get())).text()).toBe('no error')
  })
})

describe('session() for Elysia', () => {
  test('options are checked at once', () => {
    expect(() => session('secret' as never)).toThrow(OptionError)
    expect(() => session(sessions, { property: 'admin' } as never)).toThrow(/^property is not/)
  })

  test('the context knows what the session holds', async () => {
    const users = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
    const app = new Elysia().use(session(users)).use(session(users, { name: 'admin' }))
    app.get('/', ({ session, admin }) => {
      expectTypeOf(session.get('visits')).toEqualTypeOf<number | undefined>()
      expectTypeOf(admin).toEqualTypeOf<Session<{ visits: number }>>()
    })
    app.onError(({ session }) => {
      expectTypeOf(session).toEqualTypeOf<Session<{ visits: number }>>()
    })
    expect((await app.handle(get())).status).toBe(200)
  })
})
