import type { RequestListener } from 'node:http'
import * as newest from 'h3'
import * as oldest from 'h3-oldest'
import type { H3Event } from 'h3'
import { describe, expect, test, vi } from 'vitest'
import * as binding from '../../src/bindings/h3.js'
import { session } from '../../src/bindings/h3.js'
import type { SessionOptions } from '../../src/bindings/h3.js'
import type { Session } from '../../src/index.js'
import { actionsOf, sessionsOf } from '../contracts/binding/actions.js'
import type { Harness } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { clientOf, listen } from '../contracts/binding/node-server.js'
import { responseOf } from '../contracts/binding/responses.js'
import { TOO_MUCH, dataOf, factoryOf, sessions } from '../contracts/binding/support.js'

/** What h3 gives to error handling has what was thrown as its cause. */
const thrownOf = ({ cause }: Error): unknown => cause

const joinsOf =
  ({ H3, serve }: typeof newest): Harness =>
  async (run, { factory, admin, csrf, trustProxy = false, onError, onCommitError }) => {
    const actionsFor = (event: H3Event) => ({
      ...actionsOf(binding, event, sessionsOf(event.context)),
      assign: (value: unknown) => Object.assign(event.context, { session: value }),
    })
    const page = (error: Error, { context }: H3Event) =>
      responseOf(onError!(thrownOf(error), sessionsOf(context)))
    const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')
    const app = new H3({ silent: true, ...(onError && { onError: page }) })
    app.use(session(factory, { onCommitError, ...(csrf && { csrf: { ...csrf, exempt } }) }))
    if (admin !== undefined) app.use(session(admin, { onCommitError, name: 'admin' }))
    app.all('/**', async (event) => responseOf(await run(event.url.pathname, actionsFor(event))))
    const server = serve(app, { port: 0, hostname: '127.0.0.1', silent: true, trustProxy })
    await server.ready()
    const { port } = new URL(server.url!)
    return { ...clientOf(Number(port)), stop: () => server.close(true) }
  }

const HOMES = { newest, oldest: oldest as unknown as typeof newest }

const joins = joinsOf(newest)

bindingContract('h3', joins, JOINED.h3)

describe('the oldest version that is promised', () => {
  bindingContract('h3', joinsOf(HOMES.oldest), JOINED.h3)
})

describe.each(Object.entries(HOMES))('session for h3, %s', (_, h3) => {
  const { H3, HTTPError, html, onError, redirect } = h3

  /** An application whose routes change the session. */
  function appOf(config: newest.H3Config = {}, options: SessionOptions = {}): newest.H3 {
    return new H3({ silent: true, ...config })
      .use(session(sessions, options))
      .use(({ context }) => void context.session.set('a', 1))
  }

  const dataIn = (response: Response) => dataOf({ setCookies: response.headers.getSetCookie() })

  test.each([
    ['text', 'text', 200],
    ['nothing', undefined, 200],
    ['data', { status: 'sent', headers: 1 }, 200],
    ['bytes', new Uint8Array(3), 200],
    ['a page', html`page`, 200],
    ['a redirect', redirect('/there'), 302],
  ])('%s that a handler gives carries the cookie', async (_, answer, status) => {
    const response = await appOf()
      .get('/', () => answer)
      .request('/')
    expect(response.status).toBe(status)
    expect(dataIn(response)).toEqual({ a: 1 })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('an answer of a session that is not used is passed on as it is', async () => {
    const response = new Response('as it is')
    const app = new H3().use(session(sessions)).get('/', () => response)
    expect(await app.request('/')).toBe(response)
  })

  test('what an answer says that it varies by stays', async () => {
    const headers = { Vary: 'Accept' }
    const app = appOf().get('/', () => new Response('', { headers }))
    app.get('/page', () => new h3.HTTPResponse('', { headers }))
    app.get('/own', () => new (class Page extends h3.HTTPResponse {})('', { headers }))
    app.get('/event', ({ res }) => {
      res.headers.set('vary', 'Accept')
      return 'text'
    })
    for (const path of ['/', '/page', '/own', '/event']) {
      expect((await app.request(path)).headers.get('vary'), path).toBe('Accept, Cookie')
    }
  })

  test('what an event stream of h3 tells caches stands', async () => {
    const streamOf = async (app: newest.H3): Promise<Response> => {
      app.get('/', (event) => {
        const stream = h3.createEventStream(event)
        void stream.push('hello').then(() => stream.close())
        return stream
      })
      return app.request('/')
    }
    const [bare, answer] = await Promise.all([streamOf(new H3()), streamOf(appOf())])
    expect(answer.headers.get('cache-control')).toBe(bare.headers.get('cache-control'))
    expect([await answer.text(), await bare.text()]).toEqual(['data: hello\n\n', 'data: hello\n\n'])
    expect(answer.headers.getSetCookie()).toHaveLength(1)
  })

  test.each([
    ['text', () => 'page'],
    ['a Response', () => new Response('page', { status: 500 })],
    ['nothing', () => undefined],
  ])(
    'what was said of an answer that cannot go out is not said of %s in its place',
    async (_, onError) => {
      const app = appOf({ onError }).get('/', ({ context, res }) => {
        for (const name of ['ETag', 'Location', 'Content-Language', 'X-Own'])
          res.headers.set(name, 'x')
        res.status = 204
        context.session.set('a', TOO_MUCH)
        return 'never'
      })
      const { status, headers } = await app.request('/')
      expect(status).toBe(500)
      expect(['etag', 'location', 'content-language'].filter((name) => headers.has(name))).toEqual(
        [],
      )
    },
  )

  test('without error handling of the application the answer to an error carries the cookie', async () => {
    const app = appOf().get('/', () => {
      throw new HTTPError('teapot', {
        status: 418,
        headers: { Vary: 'Accept', 'Set-Cookie': 'own=1' },
      })
    })
    const response = await app.request('/')
    expect(response.status).toBe(418)
    expect(response.headers.get('vary')).toBe('Accept, Cookie')
    expect(response.headers.getSetCookie()).toEqual(['own=1', expect.stringMatching(/^session=/)])
  })

  test.each([
    ['a Response', () => new Response('page', { status: 500 }), 'page'],
    ['a redirect', () => Response.redirect('http://localhost/sorry', 302), ''],
    ['text', () => 'page', 'page'],
    ['a page', () => html`page`, 'page'],
  ])('error handling gives %s: it carries the session as it is then', async (_, page, body) => {
    const onError = vi.fn(page)
    const app = appOf({
      onError: (_error, { context }) => {
        context.session.set('b', 2)
        return onError()
      },
    }).get('/', failing)
    for (const round of [1, 2]) {
      const response = await app.request('/')
      expect(await response.text()).toBe(body)
      expect(dataIn(response)).toEqual({ a: 1, b: 2 })
      expect(onError).toHaveBeenCalledTimes(round)
    }
  })

  test.each([
    ['gives nothing', () => undefined],
    ['throws', failing],
  ])('error handling that %s: the answer of h3 carries the cookie', async (_, onError) => {
    const response = await appOf({ onError }).get('/', failing).request('/')
    expect(response.status).toBe(500)
    expect(dataIn(response)).toEqual({ a: 1 })
  })

  test('a Response that error handling gives to all keeps no cookie', async () => {
    const kept = new Response(null, { status: 500 })
    const app = appOf({ onError: () => kept }).get('/', failing)
    expect(dataIn(await app.request('/'))).toEqual({ a: 1 })
    expect(kept.headers.getSetCookie()).toEqual([])
  })

  test.each([
    ['before', (app: newest.H3, page: newest.Middleware) => app.use(page).use(session(sessions))],
    ['after', (app: newest.H3, page: newest.Middleware) => app.use(session(sessions)).use(page)],
  ])('middleware for errors that was used %s answers with the cookie', async (_, use) => {
    for (const config of [{}, { onError: () => 'not asked' }]) {
      const page = onError((error) => new Response(error.message, { status: 503 }))
      const app = use(new H3({ silent: true, ...config }), page)
      app.get('/', ({ context }) => {
        context.session.set('a', 1)
        throw new Error('failed')
      })
      const response = await app.request('/')
      expect([response.status, await response.text()]).toEqual([503, 'failed'])
      expect(dataIn(response)).toEqual({ a: 1 })
    }
  })

  test('the answer to what no route takes carries the cookie', async () => {
    const onError = (error: newest.HTTPError, { context }: H3Event) => {
      context.session.set('b', error.status)
      return new Response('none', { status: 404 })
    }
    expect(dataIn(await appOf().request('/none'))).toEqual({ a: 1 })
    expect(dataIn(await appOf({ onError }).request('/none'))).toEqual({ a: 1, b: 404 })
  })

  const page = () => new Response('page', { status: 500 })

  test.each<[string, newest.EventHandler, newest.Middleware]>([
    ['an error that a handler returns', () => new HTTPError({ status: 404 }), (_, next) => next()],
    [
      'an error of middleware around it',
      () => 'never',
      async (_, next) => {
        await next()
        failing()
      },
    ],
  ])('%s: the Response of error handling carries the cookie', async (_, handler, around) => {
    const app = new H3({ silent: true, onError: page }).use(around).use(session(sessions))
    app.use(({ context }) => void context.session.set('a', 1)).get('/', handler)
    const response = await app.request('/')
    expect(await response.text()).toBe('page')
    expect(dataIn(response)).toEqual({ a: 1 })
  })

  test('error handling may change the session after an error that a handler returns', async () => {
    const onError = (_error: unknown, { context }: H3Event) => {
      context.session.set('b', 2)
      return page()
    }
    const app = appOf({ onError }).get('/', () => new HTTPError({ status: 404 }))
    expect(dataIn(await app.request('/'))).toEqual({ a: 1, b: 2 })
  })

  test('an error that a handler returns is an exception to the factory', async () => {
    const quiet = factoryOf({ cookieOnException: false })
    const app = new H3({ silent: true }).use(session(quiet)).get('/', ({ context }) => {
      context.session.set('a', 1)
      return new HTTPError({ status: 500 })
    })
    expect((await app.request('/')).headers.getSetCookie()).toEqual([])
  })

  test('of two sessions the one that can be written goes out with the Response of error handling', async () => {
    const onCommitError = vi.fn()
    const app = new H3({ silent: true, onError: page })
    app.use(session(sessions, { onCommitError }))
    app.use(session(factoryOf({ cookieName: 'b' }), { name: 'b' }))
    app.get('/', ({ context }) => {
      context.session.set('a', 'x'.repeat(5000))
      ;(context as unknown as { b: newest.H3EventContext['session'] }).b.set('b', 1)
      return 'never'
    })
    const cookies = (await app.request('/')).headers.getSetCookie()
    expect(cookies.map((line) => line.split('=')[0])).toEqual(['b'])
    expect(onCommitError).toHaveBeenCalledOnce()
  })

  test('what middleware around it changes after an error is not lost in silence', async () => {
    const onCommitError = vi.fn()
    const app = new H3({ silent: true, onError: page })
    app.use(async ({ context }, next) => {
      try {
        return await next()
      } catch {
        context.session.set('b', 2)
        return 'page'
      }
    })
    app.use(session(sessions, { onCommitError })).get('/', failing)
    const response = await app.request('/')
    expect([await response.text(), response.headers.getSetCookie()]).toEqual(['page', []])
    expect(onCommitError.mock.calls.map(([error]) => error.code)).toEqual(['SESSION_COMMITTED'])
  })

  test('nothing is put around error handling twice', async () => {
    const app = appOf({ onError: () => 'page' }).get('/', failing)
    await app.request('/')
    const { onError } = app.config
    await app.request('/')
    expect(app.config.onError).toBe(onError)
  })

  test('where no error handling comes after it the session is closed after an error', async () => {
    let late = (): unknown => undefined
    for (const config of [{}, { onError: () => 'page' }]) {
      const app = appOf(config).get('/', ({ context }) => {
        late = () => context.session.set('a', 2)
        failing()
      })
      await app.request('/')
      expect(late).toThrow(expect.objectContaining({ code: 'SESSION_COMMITTED' }))
    }
  })

  test('a refused check is an error of h3’s, which nobody prints', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const app = new H3().use(session(sessions, { csrf: {} })).post('/', () => 'never')
    const response = await app.request('/', { method: 'POST' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      status: 400,
      message: 'check_csrf_token(): Invalid token',
    })
    expect(printed).not.toHaveBeenCalled()
    printed.mockRestore()
  })

  test('error handling is given a refused check as the cause', async () => {
    const onError = vi.fn<NonNullable<newest.H3Config['onError']>>()
    const app = new H3({ onError }).use(session(sessions, { csrf: {} }))
    await app.request('/', { method: 'POST' })
    const [error] = onError.mock.calls[0]!
    expect(HTTPError.isError(error)).toBe(true)
    expect(error.cause).toMatchObject({ code: 'BAD_CSRF_TOKEN' })
  })

  test('an answer that upgrades to a WebSocket keeps its hooks; somebody hears of the cookie', async () => {
    const onCommitError = vi.fn()
    const hooks = { open: () => undefined }
    const app = appOf({}, { onCommitError }).get('/', h3.defineWebSocketHandler(hooks))
    const response = await app.request('/')
    expect((response as { crossws?: unknown }).crossws).toBe(hooks)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(onCommitError.mock.calls[0]![0]).toMatchObject({
      message: expect.stringMatching(/upgrade/),
    })
  })

  test('a handler of Node’s that answers by itself: somebody hears of the cookie', async () => {
    const onCommitError = vi.fn()
    const app = appOf({}, { onCommitError }).get(
      '/',
      h3.fromNodeHandler((_request, response) => void response.end('ok')),
    )
    const { request, stop } = await listen(h3.toNodeHandler(app) as RequestListener)
    expect(await request('/')).toMatchObject({ body: 'ok', setCookies: [] })
    expect(onCommitError.mock.calls[0]![0]).toMatchObject({ code: 'NO_ANSWER' })
    await stop()
  })

  test('the session of a part of the application is that of the whole', async () => {
    const part = new H3().use(session(sessions)).get('/', ({ context }) => {
      context.session.set('b', 2)
      return 'ok'
    })
    expect(dataIn(await appOf().mount('/part', part).request('/part'))).toEqual({ a: 1, b: 2 })
  })

  test('a route may have a session for itself', async () => {
    const app = new H3().get('/', ({ context }) => String(context.session.new), {
      middleware: [session(sessions)],
    })
    expect(await (await app.request('/')).text()).toBe('true')
  })

  test('a name that is taken is an error in words', async () => {
    const app = new H3({ silent: true, onError: (error) => String((error.cause as Error).message) })
    app.use(session(sessions)).use(session(factoryOf({ cookieName: 'b' })))
    expect(await (await app.request('/')).text()).toMatch(/name must be a free one/)
  })

  test('a form is read to its end where the server says then that the request is over', async () => {
    const { session: opened, commit } = sessions.open()
    const text = new URLSearchParams({ csrf_token: opened.getCsrfToken() }).toString()
    const cookie = commit()[0]![1].split(';')[0]!
    const over = new AbortController()
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(text))
        controller.close()
        over.abort()
      },
    })
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', cookie }
    const sent = { method: 'POST', body, headers, signal: over.signal, duplex: 'half' }
    const app = new H3().use(session(sessions, { csrf: {} })).post('/', () => 'ok')
    expect((await app.request('/', sent as RequestInit)).status).toBe(200)
  })

  test('a form that the check has read can be read by the handler, over the network too', async () => {
    const { session: opened, commit } = sessions.open()
    const body = new URLSearchParams({ csrf_token: opened.getCsrfToken(), a: '1' }).toString()
    const cookie = commit()[0]![1].split(';')[0]!
    const app = new H3().use(session(sessions, { csrf: {} }))
    app.post('/', async ({ req }) => (await req.formData()).get('a'))
    const { request, stop } = await listen(h3.toNodeHandler(app) as RequestListener)
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await request('/', cookie, { method: 'POST', body, headers })).body).toBe('1')
    await stop()
  })
})

describe.each(Object.entries(HOMES))('an error of a library, in h3, %s', (_, h3) => {
  const HEADERS = { 'WWW-Authenticate': 'Basic' }

  test.each<[string, object]>([
    ['a plain object as headers', { status: 401, headers: HEADERS }],
    ['a list as headers', { status: 401, headers: Object.entries(HEADERS) }],
    ['Headers', { status: 401, headers: new Headers(HEADERS) }],
    ['headers that are null', { status: 401, headers: null }],
    ['headers that are none', { status: 401, headers: 'none' }],
    ['a name as status', { status: 'UNAUTHORIZED', statusCode: 401, headers: HEADERS }],
    ['no headers', { status: 401 }],
  ])('with %s is answered as without a session, whose cookie goes out', async (_, fields) => {
    const answerOf = async (use: (app: newest.H3) => newest.H3): Promise<Response> => {
      const app = use(new h3.H3({ silent: true }))
      app.get('/', ({ context }) => {
        ;(context['session'] as Session | undefined)?.set('a', 1)
        throw Object.assign(new Error('of a library'), fields)
      })
      return app.request('/')
    }
    const shown = ({ status, headers }: Response) => [status, headers.get('WWW-Authenticate')]
    const onCommitError = vi.fn()
    const answer = await answerOf((app) => app.use(session(sessions, { onCommitError })))
    expect(shown(answer)).toEqual(shown(await answerOf((app) => app)))
    expect(answer.headers.getSetCookie()).toHaveLength(1)
    expect(onCommitError).not.toHaveBeenCalled()
  })
})

test.each([{}, { silent: true }])(
  'of a session that cannot be written onCommitError hears where no onError answers: %o',
  async (config) => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const onCommitError = vi.fn()
    const app = new newest.H3(config).use(session(sessions, { onCommitError }))
    app.get('/', ({ context }) => {
      context['session'].set('a', () => 1)
      return 'ok'
    })
    expect((await app.request('/')).status).toBe(500)
    expect(onCommitError.mock.calls).toEqual([
      [expect.objectContaining({ code: 'UNSUPPORTED' }), expect.anything()],
    ])
    printed.mockRestore()
  },
)

test('where the request itself is sent back, a session that cannot be written is answered on its connection', async () => {
  const app = new newest.H3({ silent: true }).use(session(sessions)).post('/**', (event) => {
    event.context.session.set('a', TOO_MUCH)
    return new Response(event.req.body)
  })
  const { request, stop } = await listen(newest.toNodeHandler(app) as RequestListener)
  for (const size of [5, 3_000_000]) {
    const answer = await request('/', '', { method: 'POST', body: 'x'.repeat(size) })
    expect([answer.status, answer.setCookies]).toEqual([500, []])
  }
  await stop()
})

test('what is no factory, or no option, is an error at once', () => {
  expect(() => session('secret' as never)).toThrow(/factory must be a session factory/)
  expect(() => session(sessions, { property: 'admin' } as never)).toThrow(
    /property is not an option/,
  )
  expect(() => session(sessions, { name: 'a b' })).toThrow(
    /name must be a name that a context can have/,
  )
})

function failing(): never {
  throw new Error('failed')
}
