/** What the application says of its head, beside the cookie: it is nobody else's, and Node may refuse it. */
import type { RequestListener, ServerResponse } from 'node:http'
import express from 'express'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { session } from '../../src/bindings/express.js'
import { withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Server } from '../contracts/binding/harness.js'
import { listen } from './listen.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory<{ user?: string | undefined }>(SECRET)

let server: Server | undefined
afterEach(() => server?.stop())

/** The data of the sessions that an answer sets. */
const dataIn = (setCookies: readonly string[]): unknown[] =>
  setCookies
    .filter((line) => line.startsWith('session='))
    .map((line) => factory.open(line.split(';')[0]).session.toJSON())

describe('on-headers CVE-2025-7339: lists that the application keeps for all answers', () => {
  const own = ['old=; Max-Age=0', 'older=; Max-Age=0']
  const caches = ['Accept', 'Origin']

  const ways: Record<string, (response: ServerResponse) => unknown> = {
    setHeader: (response) => {
      response.setHeader('Set-Cookie', own)
      response.setHeader('Vary', caches)
    },
    'an object for writeHead': (response) =>
      response.writeHead(200, { 'Set-Cookie': own, Vary: caches }),
    'a flat list for writeHead': (response) =>
      response.writeHead(200, ['Set-Cookie', own, 'Vary', caches] as never),
    'a list of pairs for writeHead': (response) =>
      response.writeHead(200, [
        ['Set-Cookie', own],
        ['Vary', caches],
      ] as never),
    'setHeader, and a cookie of its own for writeHead': (response) => {
      response.setHeader('Set-Cookie', 'replaced=1')
      response.setHeader('Vary', caches)
      response.writeHead(200, { 'Set-Cookie': own })
    },
  }

  const servers: Record<string, (say: (response: ServerResponse) => unknown) => RequestListener> = {
    'node:http': (say) =>
      withSession(factory, (request, response) => {
        if (request.url !== '/nobody') request.session.set('user', request.url!)
        say(response)
        response.end()
      }),
    Express: (say) => {
      const app = express()
      // Beside a header set before, Node takes a list of pairs for something else.
      app.disable('x-powered-by')
      app.use(session(factory), (request, response) => {
        if (request.path !== '/nobody') request.session.set('user' as never, request.path as never)
        say(response)
        response.end()
      })
      return app
    },
  }

  const rows = Object.keys(servers).flatMap((binding) =>
    Object.keys(ways).map((way) => [binding, way] as const),
  )

  test.each(rows)('%s, %s: no visitor gets the session of another', async (binding, way) => {
    server = await listen(servers[binding]!(ways[way]!))
    for (const path of ['/alice', '/bob']) {
      const { setCookies, header } = await server.request(path)
      expect(setCookies.slice(0, 2)).toEqual(own)
      expect(dataIn(setCookies)).toEqual([{ user: path }])
      expect(header('vary')).toBe('Accept, Origin, Cookie')
    }
    const { setCookies, header } = await server.request('/nobody')
    expect(setCookies).toEqual(own)
    expect(header('vary')).toBe('Accept, Origin')
    expect([own, caches]).toEqual([
      ['old=; Max-Age=0', 'older=; Max-Age=0'],
      ['Accept', 'Origin'],
    ])
  })

  test('fetch: neither Headers nor a Response', async () => {
    const headers = new Headers({ Vary: 'Accept' })
    const kept = new Response(null, { headers })
    const handle = withFetchSession(factory, (request, session) => {
      session.set('user', request.url)
      return request.url.endsWith('kept') ? kept : new Response(null, { headers })
    })
    for (const path of ['kept', 'kept', 'made', 'made']) {
      const answer = await handle(new Request(`http://localhost/${path}`))
      expect(dataIn(answer.headers.getSetCookie())).toEqual([{ user: `http://localhost/${path}` }])
    }
    expect([...headers, ...kept.headers]).toEqual([
      ['vary', 'Accept'],
      ['vary', 'Accept'],
    ])
  })
})

test.each(['writeHead', 'writeHeader'])(
  '%s() has the cookie, and closes the session',
  async (name) => {
    const late = vi.fn()
    server = await listen(
      withSession(factory, (request, response) => {
        request.session.set('user', 'alice')
        const write = Reflect.get(response, name) as (...args: unknown[]) => unknown
        Reflect.apply(write, response, [201, { 'X-Own': '1' }])
        try {
          request.session.set('user', 'bob')
        } catch (error) {
          late((error as { code?: unknown }).code)
        }
        response.end('ok')
      }),
    )
    const { status, body, setCookies, header } = await server.request('/')
    expect([status, body, header('x-own')]).toEqual([201, 'ok', '1'])
    expect(dataIn(setCookies)).toEqual([{ user: 'alice' }])
    expect(late.mock.calls).toEqual([['SESSION_COMMITTED']])
  },
)

test.each<[string, readonly unknown[]]>([
  ['an object', [{ '': 'x', 'X-Own': '1' }]],
  ['a message and an object', ['', { '': 'x', 'X-Own': '1' }]],
  ['a flat list', [['', 'x', 'X-Own', '1']]],
])('a header without a name is left out where Node does so: %s', async (_, args) => {
  const answer = (_request: unknown, response: ServerResponse): void => {
    response.setHeader('X-Before', '1')
    Reflect.apply(response.writeHead as () => unknown, response, [206, ...args])
    response.end('ok')
  }
  server = await listen(answer)
  const bare = await server.request('/')
  await server.stop()
  server = await listen(
    withSession(factory, (request, response) => {
      request.session.set('user', 'alice')
      answer(request, response)
    }),
  )
  const { status, body, setCookies, header } = await server.request('/')
  expect([bare.status, bare.body, bare.header('x-own')]).toEqual([206, 'ok', '1'])
  expect([status, body, header('x-own'), header('x-before')]).toEqual([206, 'ok', '1', '1'])
  expect(dataIn(setCookies)).toEqual([{ user: 'alice' }])
})

test('a header without a name is refused where Node does so', async () => {
  const codes: unknown[] = []
  const answer = (_request: unknown, response: ServerResponse): void => {
    try {
      response.writeHead(200, { '': 'x' })
    } catch (error) {
      codes.push((error as { code?: unknown }).code)
    }
    response.end('ok')
  }
  for (const listener of [
    answer,
    withSession(factory, (request, response) => {
      request.session.set('user', 'alice')
      answer(request, response)
    }),
  ]) {
    server = await listen(listener)
    expect((await server.request('/')).body).toBe('ok')
    await server.stop()
  }
  expect(codes).toEqual(['ERR_INVALID_HTTP_TOKEN', 'ERR_INVALID_HTTP_TOKEN'])
})

describe('a head that Node refuses', () => {
  test('is answered in its place with one session, as it is then', async () => {
    const app = express()
    app.use(session(factory))
    app.get('/', (request, response) => {
      request.session.set('user' as never, 'before' as never)
      response.cookie('p', '1').cookie('q', '2')
      response.writeHead(200, 'no\nbreaks')
    })
    app.use(((_error, request, response, _next) => {
      request.session.set('user' as never, 'after' as never)
      response.status(500).send('error page')
    }) satisfies express.ErrorRequestHandler)
    server = await listen(app)
    const { body, setCookies } = await server.request('/')
    expect(body).toBe('error page')
    expect(setCookies.map((line) => line.split('=')[0])).toEqual(['p', 'q', 'session'])
    expect(dataIn(setCookies)).toEqual([{ user: 'after' }])
  })

  const SNOWMAN = '\u2603'

  test.each<[string, readonly unknown[]]>([
    ['an object', [{ 'Content-Length': 50, ETag: '"new"', 'X-Name': SNOWMAN }]],
    ['a flat list', [['Content-Length', '50', 'ETag', '"new"', 'X-Name', SNOWMAN]]],
    ['a bad message', ['no\nbreaks', { 'Content-Length': 50, ETag: '"new"' }]],
  ])('%s: its headers are not those of the next', async (_, headers) => {
    server = await listen(
      withSession(factory, (request, response) => {
        request.session.set('user', 'alice')
        response.setHeader('etag', '"set before"')
        const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => unknown
        expect(() => writeHead(200, ...headers)).toThrow(/Invalid character/)
        response.statusCode = 409
        response.end('bad name')
      }),
    )
    const { status, body, setCookies, header } = await server.request('/')
    expect([status, body]).toEqual([409, 'bad name'])
    expect(header('content-length')).not.toBe('50')
    expect(header('etag')).toBe('"set before"')
    expect(dataIn(setCookies)).toEqual([{ user: 'alice' }])
  })

  test('neither is the length of its data', async () => {
    server = await listen(
      withSession(
        factory,
        (request, response) => {
          request.session.set('user', 'alice')
          response.statusMessage = SNOWMAN
          response.end('short')
        },
        {
          onError: (_error, _request, response) => {
            response.write('a longer ')
            response.end('page')
          },
        },
      ),
    )
    const { status, body, setCookies, header } = await server.request('/')
    expect([status, body]).toEqual([500, 'a longer page'])
    expect(header('content-length')).toBeNull()
    expect(dataIn(setCookies)).toEqual([{ user: 'alice' }])
  })
})

describe('one name in two letter cases, given to writeHead', () => {
  const body = 'hello'
  /** As a proxy writes them: those of the answer that it passes on, and its own. */
  const object = {
    'content-length': '99',
    'content-type': 'text/html',
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Type': 'text/plain',
  }

  test('of an object the last counts, as with Node where a header was set before', async () => {
    const handle: RequestListener = (_request, response) => {
      response.setHeader('X-Powered-By', 'Node')
      response.writeHead(200, object)
      response.end(body)
    }
    const listeners = [
      handle,
      withSession(factory, (request, response) => {
        request.session.set('user', 'ann')
        handle(request, response)
      }),
    ]
    for (const listener of listeners) {
      server = await listen(listener)
      const answer = await server.request('/')
      expect(answer).toMatchObject({ status: 200, body })
      expect(answer.header('content-length')).toBe('5')
      expect(answer.header('content-type')).toBe('text/plain')
      await server.stop()
    }
  })

  test('of an object all go out where none was set before, as with Node', async () => {
    server = await listen(
      withSession(factory, (request, response) => {
        request.session.set('user', 'ann')
        response.writeHead(200, {
          'Set-Cookie': 'x=1',
          'set-cookie': 'y=2',
          'X-A': '1',
          'x-a': '2',
        })
        response.end(body)
      }),
    )
    const { setCookies, header } = await server.request('/')
    expect(setCookies.map((line) => line.split('=')[0]).toSorted()).toEqual(['session', 'x', 'y'])
    expect(header('x-a')).toBe('1, 2')
  })

  test('of a list all go out', async () => {
    server = await listen(
      withSession(factory, (request, response) => {
        request.session.set('user', 'ann')
        response.writeHead(200, ['X-Own', '1', 'x-own', '2'])
        response.end(body)
      }),
    )
    expect((await server.request('/')).header('x-own')).toBe('1, 2')
  })
})

describe('a property that is put over headersSent, as @fastify/express does', () => {
  /** True as soon as an answer is there to be sent. */
  const putOver = (response: ServerResponse): unknown =>
    Object.defineProperty(response, 'headersSent', { configurable: true, get: () => true })

  test.each([true, false])(
    'is not taken for Node’s own; the session was used before: %s',
    async (isBefore) => {
      const onCommitError = vi.fn()
      server = await listen(
        withSession(
          factory,
          (request, response) => {
            if (isBefore) request.session.set('user', 'Ada')
            putOver(response)
            if (!isBefore) request.session.set('user', 'Ada')
            response.end('ok')
          },
          { onCommitError },
        ),
      )
      const { body, setCookies } = await server.request('/')
      expect([body, dataIn(setCookies)]).toEqual(['ok', [{ user: 'Ada' }]])
      expect(onCommitError).not.toHaveBeenCalled()
    },
  )
})
