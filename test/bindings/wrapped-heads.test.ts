/** What others put around a response's methods before a session is used may use it, and change it. */
import { connect, createServer } from 'node:http2'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import express from 'express'
import Fastify from 'fastify'
import Koa from 'koa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { csrf, session as expressSession } from '../../src/bindings/express.js'
import { session as fastifySession } from '../../src/bindings/fastify.js'
import { session as koaSession } from '../../src/bindings/koa.js'
import { withSession } from '../../src/bindings/node.js'
import {
  CookieCSRFStoragePolicy,
  generateKey,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import type { Server } from '../contracts/binding/harness.js'
import { clientOf } from '../contracts/binding/node-server.js'
import { listen } from './listen.js'
import { onHeaders } from './on-headers.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const TOO_MUCH = Array.from({ length: 9000 }, (_, at) => (at * 7919) % 10007).join()

interface Data {
  list?: number[]
  lastPage?: string
}

const FACTORIES: Readonly<Record<string, BindableFactory<Data>>> = {
  sealed: sealedCookieSessionFactory<Data>(generateKey()),
  signed: signedCookieSessionFactory<Data>(SECRET),
  "Pyramid's": unencryptedCookieSessionFactoryConfig<Data>(SECRET),
  'in a store': storedSessionFactory<Data>(memoryStore(), generateKey()),
}

interface Carried {
  readonly session: Session<Data>
}

/** Makes a session for each request, and then has others use the request and its response. */
type Serve = (
  factory: BindableFactory<Data>,
  wrap: (request: Carried, response: ServerResponse) => void,
  handle: (request: Carried) => void,
) => Promise<Server>

const onCommitError = vi.fn()
const onError = vi.fn()
let server: Server | undefined
beforeEach(() => void vi.clearAllMocks())
afterEach(() => server?.stop())

const SERVERS: Readonly<Record<string, Serve>> = {
  'node:http': (factory, wrap, handle) =>
    listen(
      withSession(
        factory,
        (request, response) => {
          wrap(request, response)
          handle(request)
          response.end('hi')
        },
        { onCommitError },
      ),
    ),
  Express: (factory, wrap, handle) => {
    const app = express()
    app.use(expressSession(factory, { onCommitError }), (request, response, next) => {
      wrap(request as never, response)
      next()
    })
    app.use((request, response) => {
      handle(request as never)
      response.send('hi')
    })
    return listen(app)
  },
  Koa: (factory, wrap, handle) => {
    const app = new Koa()
    app.use(koaSession(factory, { onCommitError }))
    app.use((context) => {
      wrap(context as never, context.res)
      handle(context as never)
      context.body = 'hi'
    })
    return listen(app.callback() as never)
  },
  Fastify: async (factory, wrap, handle) => {
    const app = Fastify({ forceCloseConnections: true })
    await app.register(fastifySession, { factory, onCommitError })
    app.addHook('onRequest', (request, reply, done) => {
      wrap(request as never, reply.raw)
      done()
    })
    app.get('/*', (request) => {
      handle(request as never)
      return 'hi'
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    return { ...clientOf(port), stop: () => app.close() }
  },
}

const rows = Object.keys(SERVERS).flatMap((binding) =>
  Object.keys(FACTORIES).map((factory) => [binding, factory] as const),
)

describe.each(rows)('%s, a session that is %s', (binding, name) => {
  const factory = FACTORIES[name]!
  const serve = SERVERS[binding]!

  test.each<[string, (request: Carried) => void]>([
    ['first used', () => undefined],
    ['changed', (request) => void request.session.get('list')],
  ])('%s while the head is written', async (_, handle) => {
    const setLast = (request: Carried): void => void request.session.set('lastPage', '/')
    server = await serve(factory, (r, response) => onHeaders(response, () => setLast(r)), handle)
    const { body, setCookies, header } = await server.request('/')
    expect([body, setCookies.length]).toEqual(['hi', 1])
    expect(header('vary')).toMatch(/cookie$/i)
    expect(onCommitError.mock.calls).toEqual([])
    const read = vi.fn()
    await server.stop()
    server = await serve(
      factory,
      () => undefined,
      (r) => read(r.session.get('lastPage')),
    )
    await server.request('/', setCookies[0]!.split(';')[0])
    expect(read.mock.calls).toEqual([['/']])
  })
})

test.each(rows.filter(([, name]) => name === 'sealed' || name === 'in a store'))(
  '%s, a session that is %s, changed in place while the head is written',
  async (binding, name) => {
    const seen: unknown[] = []
    const wrap = (request: Carried, response: ServerResponse): void =>
      onHeaders(response, () => {
        const list = request.session.get('list')
        seen.push([...(list ?? [])])
        if (list === undefined) request.session.set('list', [1])
        else list.push(2)
      })
    server = await SERVERS[binding]!(FACTORIES[name]!, wrap, () => undefined)
    let cookie: string | undefined
    for (let at = 0; at < 3; at++) {
      const { setCookies } = await server.request('/', cookie)
      cookie = setCookies[0]?.split(';')[0] ?? cookie
    }
    expect(seen).toEqual([[], [1], [1, 2]])
    expect(onCommitError.mock.calls).toEqual([])
  },
)

test('what a session decides of the head is told to caches', async () => {
  const wrap = (request: Carried, response: ServerResponse): void =>
    onHeaders(response, () => void request.session.get('lastPage'))
  server = await SERVERS['node:http']!(FACTORIES['sealed']!, wrap, () => undefined)
  expect((await server.request('/')).header('vary')).toBe('Cookie')
})

test('several wrappers, sessions and policies: each sets one cookie', async () => {
  const other = sealedCookieSessionFactory<Data>(generateKey(), { cookieName: '__Host-other' })
  const app = express()
  const wrap: express.RequestHandler = (request, response, next) => {
    onHeaders(response, () => {
      const { session, other } = request as never as Carried & { other: Session<Data> }
      session.set('list', [...(session.get('list') ?? []), 1])
      other.set('lastPage', '/')
    })
    next()
  }
  const policy = new CookieCSRFStoragePolicy({ cookieName: 'token' })
  app.use(
    (_request, response, next) => {
      onHeaders(response, () => response.appendHeader('Set-Cookie', 'own=1'))
      next()
    },
    expressSession(FACTORIES['signed']!),
    expressSession(other, { property: 'other' }),
  )
  app.use(wrap, csrf({ policy }), wrap)
  app.get('/', (_request, response) => void response.send('hi'))
  server = await listen(app)
  const { setCookies } = await server.request('/')
  const names = setCookies.map((line) => line.slice(0, line.indexOf('=')))
  expect(names.toSorted()).toEqual(['__Host-other', 'own', 'session'])
})

test('one binding around another: each sets its cookie', async () => {
  const inner = new Koa()
  const other = sealedCookieSessionFactory<Data>(generateKey(), { cookieName: '__Host-other' })
  inner.use(koaSession(other))
  inner.use((context) => {
    const { session } = context as never as Carried
    context.body = 'hi'
    onHeaders(context.res, () => void session.set('lastPage', '/'))
  })
  const handle = inner.callback()
  server = await listen(
    withSession(FACTORIES['signed']!, (request, response) => {
      onHeaders(response, () => void request.session.set('lastPage', '/'))
      return handle(request, response)
    }),
  )
  const { body, setCookies } = await server.request('/')
  expect(setCookies.map((line) => line.slice(0, line.indexOf('='))).toSorted()).toEqual([
    '__Host-other',
    'session',
  ])
  expect(body).toBe('hi')
})

/** What cannot be written, and is found when Node has begun to write. */
const setTooMuch = (request: Carried, response: ServerResponse): void =>
  onHeaders(response, () => void request.session.set('lastPage', TOO_MUCH))

const WAYS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'end(data)': (response) => void response.end('secret'),
  'end()': (response) => void response.end(),
  'write()': (response) => {
    response.write('secret')
    response.end('secret')
  },
  'flushHeaders()': (response) => {
    response.flushHeaders()
    response.end('secret')
  },
  'end(data) in a timer': (response) => void setTimeout(() => response.end('secret'), 2),
}

function failing(
  answer: (response: ServerResponse) => void,
  before: (request: Carried) => void = () => undefined,
): (request: IncomingMessage, response: ServerResponse) => void {
  return withSession(
    FACTORIES['signed']!,
    (request, response) => {
      before(request)
      setTooMuch(request, response)
      answer(response)
    },
    {
      onCommitError,
      onError: (error, _request, response) => {
        onError(error)
        response.writeHead(500).end('sorry')
      },
    },
  )
}

const TOLD = [[expect.objectContaining({ code: 'COOKIE_TOO_LARGE' })]]

const USES: readonly (readonly [string, (request: Carried) => void])[] = [
  ['first used while the head is written', () => undefined],
  ['used before', ({ session }) => void session.get('list')],
]

describe.each(USES)('a session that cannot be written, and was %s', (_, use) => {
  test('after writeHead() the error handling answers', async () => {
    server = await listen(failing((response) => void response.writeHead(200).end('secret'), use))
    const { status, body, setCookies } = await server.request('/')
    expect([status, body, setCookies]).toEqual([500, 'sorry', []])
    expect(onError.mock.calls).toEqual(TOLD)
  })

  test.each(Object.keys(WAYS))('in %s the error handling answers', async (way) => {
    server = await listen(failing(WAYS[way]!, use))
    const { status, body, setCookies } = await server.request('/')
    expect([status, body, setCookies]).toEqual([500, 'sorry', []])
    expect(onError.mock.calls).toEqual(TOLD)
  })

  test.each(Object.keys(WAYS))('in %s the error handling answers over HTTP/2', async (way) => {
    const { status, body, cookies } = await askHttp2(failing(WAYS[way]!, use))
    expect([status, body, cookies]).toEqual([500, 'sorry', undefined])
    expect(onError.mock.calls).toEqual(TOLD)
  })
})

test.each(Object.keys(WAYS))('over HTTP/2 it is written: %s', async (way) => {
  const handler = withSession(FACTORIES['signed']!, (request, response) => {
    onHeaders(response, () => void request.session.set('lastPage', '/'))
    WAYS[way]!(response)
  })
  const { status, cookies } = await askHttp2(handler)
  expect([status, cookies]).toEqual([200, [expect.stringMatching(/^session=/)]])
})

async function askHttp2(listener: (request: IncomingMessage, r: ServerResponse) => void): Promise<{
  status: unknown
  cookies: unknown
  body: string
  code: string | undefined
}> {
  const http2 = createServer(listener as never)
  http2.listen(0, '127.0.0.1')
  await once(http2, 'listening')
  const client = connect(`http://127.0.0.1:${(http2.address() as AddressInfo).port}`)
  try {
    const stream = client.request({ ':path': '/' })
    let headers: Record<string, unknown> = {}
    stream.on('response', (sent) => (headers = sent))
    let code: string | undefined
    const body = await text(stream).catch((error: NodeJS.ErrnoException) => {
      code = error.code
      return ''
    })
    return { status: headers[':status'], cookies: headers['set-cookie'], body, code }
  } finally {
    client.destroy()
    http2.close()
  }
}

test('a session that has to be flushed, first used in a call of end(), is written before that goes out', async () => {
  const { cookieName, open } = FACTORIES['in a store']!
  const memory = memoryStore()
  const create = async (...args: Parameters<typeof memory.create>): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return memory.create(...args)
  }
  const slow = storedSessionFactory<Data>({ ...memory, create }, generateKey())
  const own = { cookieName, open: (...args: Parameters<typeof open>) => slow.open(...args) }
  const setLast = (request: Carried, response: ServerResponse): void =>
    onHeaders(response, () => void request.session.set('lastPage', '/'))
  server = await SERVERS['node:http']!(own as never, setLast, () => undefined)
  const { status, setCookies } = await server.request('/')
  expect([status, setCookies]).toEqual([200, [expect.stringMatching(/^__Host-session=/)]])
})
