import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import * as newest from 'h3-1'
import * as oldest from 'h3-1-oldest'
import type { App, AppOptions, EventHandler, H3Event } from 'h3-1'
import { fetchNodeRequestHandler } from 'node-mock-http'
import type { NodeRequestHandler } from 'node-mock-http'
import { describe, expect, test, vi } from 'vitest'
import * as binding from '../../src/bindings/nuxt.js'
import { getCsrfToken, session } from '../../src/bindings/nuxt.js'
import type { SessionOptions } from '../../src/bindings/nuxt.js'
import { actionsOf, sessionsOf } from '../contracts/binding/actions.js'
import type { Harness, Reply } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { listen } from '../contracts/binding/node-server.js'
import { TOO_MUCH, cookiesOf, dataOf, factoryOf, sessions } from '../contracts/binding/support.js'
import { waitFor } from '../support/wait-for.js'

type H3 = typeof newest

/** What a handler gives to h3 for a reply. */
function answerTo(h3: H3, event: H3Event, reply: Reply): unknown {
  const { status, headers = [], chunks, location } = reply
  for (const [name, value] of headers) h3.appendResponseHeader(event, name, value)
  if (location !== undefined) return h3.sendRedirect(event, location, status)
  h3.setResponseStatus(event, status)
  if (!Array.isArray(chunks) || chunks.length > 1) return Readable.from(chunks)
  return (chunks[0] as string | undefined) ?? null
}

const joinsOf =
  (h3: H3): Harness =>
  (run, { factory, admin, csrf, trustProxy = false, onError, onCommitError }) => {
    const actionsFor = (event: H3Event) => ({
      ...actionsOf(binding, event, sessionsOf(event.context)),
      assign: (value: unknown) => Object.assign(event.context, { session: value }),
    })
    const page = async (error: Error, event: H3Event) => {
      const answer = answerTo(h3, event, onError!(error.cause, sessionsOf(event.context)))
      if (!event.handled) await h3.send(event, answer)
    }
    const h3App = h3.createApp(onError && { onError: page })
    const exempt = ({ url }: { url?: string | undefined }) => url!.startsWith('/exempt')
    const believed = { xForwardedProto: trustProxy, xForwardedHost: trustProxy }
    const options = { onCommitError, ...believed, ...(csrf && { csrf: { ...csrf, exempt } }) }
    session(factory, options)({ h3App })
    if (admin !== undefined) session(admin, { onCommitError, name: 'admin' })({ h3App })
    const handle = async (event: H3Event) =>
      answerTo(h3, event, await run(event.path.split('?')[0]!, actionsFor(event)))
    h3App.use(h3.eventHandler(handle))
    return listen(h3.toNodeListener(h3App))
  }

const joins = joinsOf(newest)

bindingContract('Nuxt', joins, JOINED.Nuxt)

describe('the oldest version of h3 1 that is promised', () => {
  bindingContract('Nuxt', joinsOf(oldest as unknown as H3), JOINED.Nuxt)
})

describe('session for Nuxt', () => {
  const { createApp, eventHandler, toNodeListener } = newest

  /** An application whose plugin is the session's. */
  function appOf(
    handle: EventHandler,
    { options = {}, config = {} }: { options?: SessionOptions; config?: AppOptions } = {},
  ): App {
    const h3App = createApp(config)
    session(sessions, options)({ h3App })
    return h3App.use(eventHandler(handle))
  }

  const touching: EventHandler = ({ context }) => {
    context['session'].set('a', 1)
    return 'ok'
  }

  const failing: EventHandler = (event) => {
    touching(event)
    throw new Error('failed')
  }

  /** As Nitro calls itself, and as it is called where there is no server of Node's. */
  const fetchIn = (app: App, path: string, init: RequestInit = {}): Promise<Response> =>
    fetchNodeRequestHandler(
      toNodeListener(app) as unknown as NodeRequestHandler,
      path,
      init as object,
    )

  /** Prints nothing, and gives what was to be printed. */
  async function quietly(run: () => Promise<unknown>): Promise<unknown[][]> {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    try {
      await run()
      return [...printed.mock.calls]
    } finally {
      printed.mockRestore()
    }
  }

  test.each([
    ['a web stream', (stream: ReadableStream) => stream],
    ['a Response', (stream: ReadableStream) => new Response(stream, { headers: { etag: '"x"' } })],
  ])('%s is ended where the session cannot be written', async (_, given) => {
    await quietly(async () => {
      const cancel = vi.fn()
      const app = appOf((event) => {
        event.context['session'].set('a', TOO_MUCH)
        return given(new ReadableStream({ cancel }))
      })
      const { request, stop } = await listen(toNodeListener(app))
      const answer = await request('/')
      expect([answer.status, answer.header('etag')]).toEqual([500, null])
      await waitFor(() => expect(cancel).toHaveBeenCalledOnce())
      await stop()
    })
  })

  test('the application’s own hook sees a body before that, and may change the session', async () => {
    const onBeforeResponse = vi.fn((event: H3Event) => event.context['session'].set('b', 2))
    const { request, stop } = await listen(
      toNodeListener(appOf(touching, { config: { onBeforeResponse } })),
    )
    expect(dataOf(await request('/'))).toEqual({ a: 1, b: 2 })
    expect(onBeforeResponse).toHaveBeenCalledOnce()
    await stop()
  })

  test('a call inside the server has the session of its own cookie, and sets it', async () => {
    const app = appOf(({ context }) => {
      context['session'].set('count', Number(context['session'].get('count', 0)) + 1)
      return { count: context['session'].get('count') }
    })
    const first = await fetchIn(app, '/')
    const setCookies = first.headers.getSetCookie()
    expect(dataOf({ setCookies })).toEqual({ count: 1 })
    const second = await fetchIn(app, '/', { headers: { cookie: cookiesOf({ setCookies }) } })
    expect(await second.json()).toEqual({ count: 2 })
    expect(dataOf({ setCookies: second.headers.getSetCookie() })).toEqual({ count: 2 })
  })

  test('a call inside the server that fails, or whose session cannot be written, is answered', async () => {
    const app = appOf((event) => {
      if (event.path === '/fails') return failing(event) as never
      event.context['session'].set('a', TOO_MUCH)
      return 'never'
    })
    await quietly(async () => {
      const failed = await fetchIn(app, '/fails')
      expect(failed.status).toBe(500)
      expect(dataOf({ setCookies: failed.headers.getSetCookie() })).toEqual({ a: 1 })
      const lost = await fetchIn(app, '/')
      expect(await lost.json()).toMatchObject({ statusCode: 500 })
      expect(lost.headers.getSetCookie()).toEqual([])
    })
  })

  test('a call inside the server has its form read', async () => {
    const { session: opened, commit } = sessions.open()
    const token = opened.getCsrfToken()
    const headers = { cookie: commit()[0]![1].split(';')[0]! }
    const app = appOf(async (event) => (await newest.readFormData(event)).get('a'), {
      options: { csrf: {} },
    })
    for (const [csrf_token, status] of [
      [token, 200],
      ['wrong', 400],
    ] as const) {
      const body = new URLSearchParams({ csrf_token, a: '1' }).toString()
      const sent = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
      const response = await fetchIn(app, '/', { method: 'POST', body, headers: sent })
      expect(response.status).toBe(status)
      if (status === 200) expect(await response.text()).toBe('1')
    }
  })

  test('without error handling of the application the answer to an error carries the cookie', async () => {
    const { request, stop } = await listen(toNodeListener(appOf(failing)))
    await quietly(async () => {
      const answer = await request('/')
      expect(JSON.parse(answer.body)).toMatchObject({ statusCode: 500 })
      expect(dataOf(answer)).toEqual({ a: 1 })
    })
    await stop()
  })

  test('a refused check is an error of h3’s, which nobody prints', async () => {
    const onError = vi.fn<NonNullable<AppOptions['onError']>>()
    const app = appOf(touching, { options: { csrf: {} }, config: { onError } })
    const { request, stop } = await listen(toNodeListener(app))
    const printed = await quietly(async () => {
      const answer = await request('/', undefined, { method: 'POST' })
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.body)).toMatchObject({ statusCode: 400 })
    })
    expect(printed).toEqual([])
    const [error] = onError.mock.calls[0]!
    expect([newest.isError(error), error.unhandled]).toEqual([true, false])
    expect(error.cause).toMatchObject({ code: 'BAD_CSRF_TOKEN' })
    await stop()
  })

  test.each<[string, (event: H3Event) => unknown]>([
    ['readBody', async (event) => (await newest.readBody(event)).a],
    ['readFormData', async (event) => (await newest.readFormData(event)).get('a')],
    ['readRawBody', async (event) => new URLSearchParams(await newest.readRawBody(event)).get('a')],
    [
      'getRequestWebStream',
      async (event) =>
        new URLSearchParams(await new Response(newest.getRequestWebStream(event)).text()).get('a'),
    ],
  ])('a form that the check has read can be read by %s', async (_, read) => {
    const { session: opened, commit } = sessions.open()
    const body = new URLSearchParams({ csrf_token: opened.getCsrfToken(), a: '1' }).toString()
    const cookie = commit()[0]![1].split(';')[0]!
    const app = appOf(async (event) => String(await read(event)), { options: { csrf: {} } })
    const { request, stop } = await listen(toNodeListener(app))
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await request('/', cookie, { method: 'POST', body, headers })).toMatchObject({
      status: 200,
      body: '1',
    })
    await stop()
  })

  test('a form that is longer than csrfBodyLimit is answered with 400, and the next on its connection too', async () => {
    const app = appOf(touching, { options: { csrf: {}, csrfBodyLimit: 100 } })
    const { request, stop } = await listen(toNodeListener(app))
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Transfer-Encoding': 'chunked',
    }
    for (let round = 0; round < 2; round++) {
      const sent = { method: 'POST', body: `a=${'x'.repeat(100_000)}`, headers }
      expect((await request('/', undefined, sent)).status).toBe(400)
    }
    await stop()
  })

  test('a form that does not come in time is answered with 408', async () => {
    const app = appOf(touching, { options: { csrf: {}, csrfBodyTimeout: 0.05 } })
    const server = createServer(toNodeListener(app)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    const type = 'Content-Type: application/x-www-form-urlencoded'
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${type}\r\nContent-Length: 10\r\n\r\na=1`)
    const [head] = (await once(socket, 'data')) as [Buffer]
    expect(head.toString()).toMatch(/^HTTP\/1.1 408 /)
    socket.destroy()
    server.close()
  })

  test('an event stream whose session cannot be written is answered by the error handling', async () => {
    const onCommitError = vi.fn()
    const handle: EventHandler = (event) => {
      event.context['session'].set('a', TOO_MUCH)
      const events = newest.createEventStream(event)
      void events.push('never')
      return events.send()
    }
    const { request, stop } = await listen(
      toNodeListener(appOf(handle, { options: { onCommitError } })),
    )
    await quietly(async () => {
      const { status, body } = await request('/')
      expect([status, JSON.parse(body)]).toEqual([
        500,
        expect.objectContaining({ statusCode: 500 }),
      ])
    })
    expect(onCommitError.mock.calls.map(([{ code }]) => code)).toEqual(['COOKIE_TOO_LARGE'])
    await stop()
  })

  test('what a handler goes on with is no answer, when the error handling takes its time', async () => {
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const handle: EventHandler = async (event) => {
      event.context['session'].set('a', TOO_MUCH)
      const { res } = event.node
      res.write('chunk1')
      await pause(5)
      res.writeHead(res.statusCode)
      res.end('chunk2')
    }
    const onError = async (_: Error, event: H3Event) => {
      await pause(40)
      await newest.send(event, 'the error page')
    }
    const options = { onCommitError: () => undefined }
    const { request, stop } = await listen(
      toNodeListener(appOf(handle, { options, config: { onError } })),
    )
    expect(await request('/')).toMatchObject({ status: 500, body: 'the error page' })
    await stop()
  })

  test('a request that comes before the one before is answered is answered by its handler', async () => {
    const handle: EventHandler = (event) => {
      touching(event)
      const { res } = event.node
      setTimeout(() => res.setHeader('x-late', '1').end(event.path), event.path === '/1' ? 30 : 10)
      Object.assign(event, { _handled: true })
    }
    const server = createServer(toNodeListener(appOf(handle))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    const ask = (path: string, more: string) =>
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`
    socket.write(ask('/1', '') + ask('/2', 'Connection: close\r\n'))
    const all = await text(socket)
    expect(all.match(/x-late: 1/gi)).toHaveLength(2)
    expect(all).toMatch(/\/2$/)
    server.close()
  })

  test('a session that fails after its handler has returned is answered plainly', async () => {
    const handle: EventHandler = (event) => {
      event.context['session'].set('a', TOO_MUCH)
      setTimeout(() => event.node.res.end('never'), 10)
      Object.assign(event, { _handled: true })
    }
    const app = appOf(handle, { options: { onCommitError: () => undefined } })
    const { request, stop } = await listen(toNodeListener(app))
    const printed = await quietly(async () => {
      expect(await request('/')).toMatchObject({ status: 500, body: 'Internal Server Error\n' })
    })
    expect(printed).toEqual([[expect.objectContaining({ code: 'COOKIE_TOO_LARGE' })]])
    await stop()
  })

  test('the session of several plugins for one cookie is one', async () => {
    const h3App = createApp()
    session(sessions)({ h3App })
    session(sessions, { name: 'same' })({ h3App })
    h3App.use(
      eventHandler(({ context }) => {
        context['session'].set('a', 1)
        return String(context['same'] === context['session'])
      }),
    )
    const response = await fetchIn(h3App, '/')
    expect(await response.text()).toBe('true')
    expect(dataOf({ setCookies: response.headers.getSetCookie() })).toEqual({ a: 1 })
  })

  test('a name that is taken is an error in words', async () => {
    const onError = vi.fn<NonNullable<AppOptions['onError']>>()
    const h3App = createApp({ onError })
    session(sessions)({ h3App })
    session(factoryOf({ cookieName: 'other' }))({ h3App })
    await quietly(() => fetchIn(h3App, '/'))
    expect(onError.mock.calls[0]![0].message).toMatch(/name must be a free one/)
  })

  test('the token for a form goes out with the page', async () => {
    const response = await fetchIn(appOf(getCsrfToken, { options: { csrf: {} } }), '/')
    const cookie = cookiesOf({ setCookies: response.headers.getSetCookie() })
    expect(sessions.open(cookie).session.getCsrfToken()).toBe(await response.text())
  })
})

test('what is no factory, or no option, is an error at once', () => {
  expect(() => session('secret' as never)).toThrow(/factory must be a session factory/)
  expect(() => session(sessions, { property: 'a' } as never)).toThrow(/property is not an option/)
  expect(() => session(sessions, { xForwardedProto: 1 } as never)).toThrow(/xForwardedProto must/)
})
