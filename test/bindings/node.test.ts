import { once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { connect, createServer } from 'node:http2'
import type { IncomingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as binding from '../../src/bindings/node.js'
import { checkCsrf, withSession } from '../../src/bindings/node.js'
import type { SessionRequest } from '../../src/bindings/node.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { Session, SessionFactory } from '../../src/index.js'
import { actionsOf, sessionsOf } from '../contracts/binding/actions.js'
import { describeError } from '../contracts/binding/harness.js'
import type { Harness, Server } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { sendReply } from '../contracts/binding/node-reply.js'
import { listen } from '../contracts/binding/node-server.js'
import { waitFor } from '../support/wait-for.js'

const joins: Harness = (app, { factory, admin, csrf, onError, onCommitError }) => {
  const page = (error: unknown, request: object, response: ServerResponse) =>
    sendReply(response, onError!(error, sessionsOf(request)))
  const options = { onCommitError, ...(onError && { onError: page }) }
  const handle = async (request: SessionRequest, response: ServerResponse) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    sendReply(response, await app(pathname, actionsOf(binding, request)))
  }
  const inner = admin && withSession(admin, handle, { ...options, property: 'admin' })
  const exempt = ({ url }: SessionRequest) => url!.startsWith('/exempt')
  const checks = csrf && { csrf: { ...csrf, exempt } }
  return listen(withSession(factory, inner ?? handle, { ...options, ...checks }))
}

bindingContract('node:http', joins, JOINED['node:http'])

/** A listener around which a middleware stands that uses the session while the head is written. */
const duringHead =
  (handle: RequestListener, use: (session: Session<{ a: number }>) => unknown): RequestListener =>
  (request, response) => {
    const { writeHead } = response
    response.writeHead = (...args: unknown[]) => {
      use((request as never as { session: Session<{ a: number }> }).session)
      return Reflect.apply(writeHead, response, args) as ServerResponse
    }
    handle(request, response)
  }

describe('withSession for node:http', () => {
  const sessions = unencryptedCookieSessionFactoryConfig<{ a: number }>('seekrit')
  let server: Server
  afterEach(() => server.stop())

  test.each<[string, (response: ServerResponse) => unknown]>([
    ['writeHead(status)', (r) => r.writeHead(201)],
    ['writeHead(status, message)', (r) => r.writeHead(201, 'Made')],
    ['an object', (r) => r.writeHead(201, { 'X-A': '1', 'Set-Cookie': ['own=1'] })],
    [
      'a message and an object',
      (r) => r.writeHead(201, 'Made', { 'x-a': 1, 'set-cookie': 'own=1' }),
    ],
    ['a flat list', (r) => r.writeHead(201, ['X-A', '1', 'Set-Cookie', 'own=1'])],
    [
      'a list of pairs',
      (r) =>
        r.writeHead(201, [
          ['X-A', '1'],
          ['Set-Cookie', 'own=1'],
        ] as never),
    ],
    [
      'a cookie set before and one given',
      (r) => {
        r.setHeader('Set-Cookie', 'replaced=1')
        r.writeHead(201, { 'Set-Cookie': 'own=1' })
      },
    ],
    [
      'flushHeaders()',
      (r) => {
        r.statusCode = 201
        r.flushHeaders()
      },
    ],
  ])('%s: the cookie is added', async (form, writeHead) => {
    server = await listen(
      withSession(sessions, (request, response) => {
        request.session.set('a', 1)
        writeHead(response)
        response.end('body')
      }),
    )
    const answer = await server.request('/')
    expect(answer).toMatchObject({ status: 201, body: 'body' })
    const own = /object|list|given/.test(form) ? ['own=1'] : []
    expect(answer.setCookies).toEqual([...own, expect.stringMatching(/^session=/)])
  })

  test('an error without onError is answered with 500 and printed', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    server = await listen(
      withSession(sessions, (_request, response) => {
        response.setHeader('X-Half', 'done')
        throw new Error('boom')
      }),
    )
    expect(await server.request('/')).toMatchObject({
      status: 500,
      body: 'Internal Server Error\n',
    })
    expect(printed).toHaveBeenCalledWith(expect.objectContaining({ message: 'boom' }))
    printed.mockRestore()
  })

  test('an error after the headers went out breaks the connection', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    server = await listen(
      withSession(sessions, (_request, response) => {
        response.write('half')
        throw new Error('boom')
      }),
    )
    await expect(server.request('/')).rejects.toThrow(/aborted|hang up/)
    printed.mockRestore()
  })

  test('the session can still be read after the headers went out', async () => {
    let seen: unknown
    server = await listen(
      withSession(sessions, (request, response) => {
        response.end('done')
        seen = request.session.get('a', 5)
      }),
    )
    expect((await server.request('/')).setCookies).toEqual([])
    expect(seen).toBe(5)
  })

  test('what is written to the session while its head is written is not lost in silence', async () => {
    const onCommitError = vi.fn()
    const handle = withSession(
      sessions,
      (request, response) => {
        request.session.set('a', 1)
        response.end('done')
      },
      { onCommitError },
    )
    server = await listen(duringHead(handle, (session) => session.set('a', 2)))
    expect((await server.request('/')).setCookies).toHaveLength(1)
    expect(onCommitError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'SESSION_COMMITTED' }),
      expect.anything(),
    )
  })

  test('the first use of a session while the head is written is not lost in silence', async () => {
    const onCommitError = vi.fn()
    const handle = withSession(sessions, (_request, response) => response.end('done'), {
      onCommitError,
    })
    server = await listen(duringHead(handle, (session) => session.set('a', 2)))
    expect((await server.request('/')).setCookies).toEqual([])
    await waitFor(() => expect(onCommitError).toHaveBeenCalledOnce())
    expect(onCommitError.mock.calls[0]![0]).toMatchObject({ code: 'SESSION_COMMITTED' })
  })

  test('to read it there is no loss', async () => {
    const onCommitError = vi.fn()
    const handle = withSession(
      sessions,
      (request, response) => {
        request.session.set('a', 1)
        response.end('done')
      },
      { onCommitError },
    )
    server = await listen(duringHead(handle, (session) => session.get('a')))
    expect((await server.request('/')).setCookies).toHaveLength(1)
    await server.request('/')
    expect(onCommitError).not.toHaveBeenCalled()
  })

  test('a stream that somebody else reads too is not destroyed', async () => {
    const copied: string[] = []
    let source: Readable | undefined
    server = await listen(
      withSession(
        sessions as unknown as SessionFactory,
        (request, response) => {
          request.session.set('a', 'x'.repeat(5000))
          source = Readable.from(['one', 'two', 'three'])
          source.pipe(response)
          const copy = new PassThrough()
          copy.on('data', (chunk) => copied.push(String(chunk)))
          source.pipe(copy)
        },
        {
          onError: (_error, _request, response) => response.end('error page'),
          onCommitError: () => undefined,
        },
      ),
    )
    expect((await server.request('/')).body).toBe('error page')
    await waitFor(() => expect(copied).toEqual(['one', 'two', 'three']))
  })

  test('an error page that is streamed comes whole, whatever the handler goes on writing', async () => {
    const page = 'line of the error page\n'.repeat(20_000)
    server = await listen(
      withSession(
        sessions as unknown as SessionFactory,
        (request, response) => {
          request.session.set('a', 'x'.repeat(5000))
          response.write('a')
          const timer = setInterval(() => response.write('tick'), 1)
          response.on('close', () => clearInterval(timer))
        },
        {
          onError: (_error, _request, response) =>
            Readable.from(page.match(/.{1,999}/gs)!).pipe(response),
          onCommitError: () => undefined,
        },
      ),
    )
    expect((await server.request('/')).body === page).toBe(true)
  })

  test.each([undefined, null, 0, ''])('throw %o counts as an exception', async (thrown) => {
    const quiet = unencryptedCookieSessionFactoryConfig('seekrit', { cookieOnException: false })
    server = await listen(
      withSession(
        quiet,
        (request) => {
          request.session.set('a', 1)
          throw thrown
        },
        { onError: (_error, _request, response) => response.end() },
      ),
    )
    expect((await server.request('/')).setCookies).toEqual([])
  })

  test('rawHeaders that were replaced: an error in words', async () => {
    server = await listen(
      withSession(sessions, (request, response) => {
        request.rawHeaders = [...request.rawHeaders]
        expect(() => request.session).toThrow(/rawHeaders of the request were replaced/)
        response.end()
      }),
    )
    expect((await server.request('/')).status).toBe(200)
  })

  test('a factory that opens nothing, and a handler that is none', async () => {
    server = await listen(
      withSession(
        { open: async () => sessions.open() } as never,
        (request: { session?: unknown }) => request.session,
        { onError: (error, _request, response) => response.end(describeError(error)) },
      ),
    )
    expect((await server.request('/')).body).toBe('BAD_OPTION')
    expect(() => withSession(sessions, undefined as never)).toThrow(/handler must be a function/)
  })

  test('a failed check is answered with 400 and not printed', async () => {
    const printed = vi.spyOn(console, 'error')
    server = await listen(withSession(sessions, () => undefined, { csrf: {} }))
    const answer = await server.request('/', undefined, { method: 'POST' })
    expect(answer).toMatchObject({ status: 400, body: '400 Bad Request\n' })
    expect(printed).not.toHaveBeenCalled()
    printed.mockRestore()
  })

  test('onError is given the failed check', async () => {
    server = await listen(
      withSession(sessions, () => undefined, {
        csrf: {},
        onError: (error, _request, response) => {
          response.statusCode = (error as { status: number }).status
          response.end(describeError(error))
        },
      }),
    )
    const answer = await server.request('/', undefined, { method: 'POST' })
    expect(answer).toMatchObject({ status: 400, body: 'BAD_CSRF_TOKEN' })
  })

  test.each([
    [false, 'BAD_CSRF_TOKEN'],
    [true, 'BAD_CSRF_ORIGIN'],
  ])('the socket says whether it is https (%s), X-Forwarded-Proto does not', async (tls, code) => {
    const handle = withSession(sessions, () => undefined, {
      csrf: {},
      onError: (error, _request, response) => response.end(describeError(error)),
    })
    server = await listen((request, response) => {
      if (tls) Object.assign(request.socket, { encrypted: true })
      handle(request, response)
    })
    const headers = { 'X-Forwarded-Proto': 'https' }
    expect((await server.request('/', undefined, { method: 'POST', headers })).body).toBe(code)
  })

  test('what came over https stays so, whatever becomes of the socket', async () => {
    const codes: unknown[] = []
    const handle = withSession(sessions, (request) => checkCsrf(request), {
      csrf: { requireCsrf: false },
      onError: (error, _request, response) => {
        codes.push((error as { code: string }).code)
        response.end()
      },
    })
    server = await listen((request, response) => {
      // As of a stream of HTTP/2, when the browser has cut it off.
      const encrypted = { value: true, configurable: true }
      Object.defineProperty(request.socket, 'encrypted', encrypted)
      handle(
        Object.defineProperty(request, 'headers', {
          get() {
            Reflect.deleteProperty(request.socket, 'encrypted')
            return {}
          },
        }),
        response,
      )
    })
    await server.request('/', undefined, { method: 'POST' })
    expect(codes).toEqual(['BAD_CSRF_ORIGIN'])
  })

  test.each([
    ['shop.example', 'https://shop.example', 200],
    ['SHOP.example:443', 'https://shop.example:443', 400],
    ['shop.example:8443', 'https://shop.example:8443', 200],
    ['shop.example:8443', 'https://shop.example', 400],
    ['shop.example', 'https://evil.example', 400],
    ['shop.example.', 'https://shop.example', 400],
    ['x@shop.example', 'https://shop.example', 400],
  ])('HTTP/2 says the host in :authority: %s, from %s: %d', async (authority, origin, status) => {
    const { session, commit } = sessions.open()
    const token = session.getCsrfToken()
    const handle = withSession(sessions, (_request, response) => response.end('ran'), { csrf: {} })
    const http2 = createServer(handle as never)
    await new Promise<void>((resolve) => http2.listen(0, '127.0.0.1', resolve))
    const client = connect(`http://127.0.0.1:${(http2.address() as AddressInfo).port}`)
    const stream = client.request({
      ':method': 'POST',
      ':authority': authority,
      // The check of the origin is not for https alone.
      'sec-fetch-site': 'cross-site',
      cookie: commit()[0]![1].split(';')[0],
      'x-csrf-token': token,
      origin,
    })
    const [answer] = (await once(stream.end().resume(), 'response')) as [IncomingHttpHeaders]
    client.destroy()
    http2.close()
    server = { request: () => expect.unreachable(), stop: () => undefined }
    expect(answer[':status']).toBe(status)
  })

  test.each([
    ['onEror', { onEror: () => undefined }],
    ['onError', { onError: 'message' }],
    ['csrf', { csrf: true }],
    ['csrf', { csrf: false }],
    ['csrf', { csrf: [] }],
  ])('a wrong option is refused: %s', async (option, options) => {
    server = await listen(() => undefined)
    expect(() => withSession(sessions, () => undefined, options as object)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})
