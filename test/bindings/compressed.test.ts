/** What compresses answers stands around the methods of their responses, and begins when the head is written. */
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2'
import type { IncomingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { session as expressSession } from '../../src/bindings/express.js'
import { withSession } from '../../src/bindings/node.js'
import { generateKey, sealedCookieSessionFactory, storedSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { compress } from './compressor.js'
import { onHeaders } from './on-headers.js'

const TOO_MUCH = 'x'.repeat(9000)
const sealed = sealedCookieSessionFactory(generateKey())

interface Carried {
  readonly session: Session
}
type Handler = (response: ServerResponse, request: Carried) => unknown
type Listener = (request: IncomingMessage, response: ServerResponse) => void

const onCommitError = vi.fn()
let stop = (): unknown => undefined
beforeEach(() => void vi.clearAllMocks())
afterEach(() => stop())

interface Answer {
  readonly status: unknown
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const answerOf = (status: unknown, headers: IncomingHttpHeaders, data: Buffer): Answer => ({
  status,
  headers,
  body: (headers['content-encoding'] === 'gzip' ? gunzipSync(data) : data).toString(),
})

async function ask(listener: Listener): Promise<Answer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => {
    server.close()
    server.closeAllConnections()
  }
  const outgoing = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  const [head] = (await once(outgoing, 'response')) as [IncomingMessage]
  return answerOf(head.statusCode, head.headers, await buffer(head))
}

async function askHttp2(listener: Listener): Promise<Answer> {
  const server = createHttp2(listener as never).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  stop = () => {
    client.destroy()
    server.close()
  }
  const stream = client.request({ ':path': '/' })
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  return answerOf(headers[':status'], headers, await buffer(stream))
}

const PAGE = 'sorry '.repeat(50_000)

/** Ways of the error handling to answer. */
const SORRY: Readonly<Record<string, [(response: ServerResponse) => unknown, string]>> = {
  'at once': [(r) => (r.setHeader('Content-Length', 5), r.end('sorry')), 'sorry'],
  'with a long page that is piped': [
    (r) => Readable.from([PAGE, PAGE].map((page) => Buffer.from(page))).pipe(r),
    PAGE + PAGE,
  ],
}

const SECRET: Readonly<Record<string, Handler>> = {
  'writeHead(), end()': (r) => r.writeHead(200).end('secret'),
  'end()': (r) => r.end('secret'),
  'write(), end()': (r) => (r.write('secret'), r.end('secret')),
  'pipe()': (r) => Readable.from(['secret', 'secret']).pipe(r),
}

/** How the session comes to hold what cannot be written. */
const FAILING: Readonly<Record<string, Handler>> = {
  before: (_response, { session }) => session.set('a', TOO_MUCH),
  'while the head is written': (response, request) => {
    request.session.get('a')
    onHeaders(response, () => request.session.set('a', TOO_MUCH))
  },
  'while the head is written, where it is first used': (response, request) =>
    onHeaders(response, () => request.session.set('a', TOO_MUCH)),
}

const BY: Readonly<Record<string, (handler: Handler, sorry: Handler) => Listener>> = {
  'node:http': (handler, sorry) =>
    withSession(
      sealed,
      (request, response) => {
        compress(request, response)
        handler(response, request as never)
      },
      {
        onCommitError,
        onError: (_error, request, response) => {
          response.statusCode = 500
          sorry(response, request as never)
        },
      },
    ),
  Express: (handler, sorry) => {
    const app = express()
    app.use(expressSession(sealed, { onCommitError }), (request, response, next) => {
      compress(request, response)
      next()
    })
    app.use((request, response) => void handler(response, request as never))
    app.use(((_error, request, response, _next) => {
      sorry(response.status(500), request as never)
    }) satisfies express.ErrorRequestHandler)
    return app
  },
}

const rows = Object.keys(BY).flatMap((by) =>
  Object.keys(FAILING).flatMap((when) =>
    Object.keys(SECRET).flatMap((way) =>
      Object.keys(SORRY).map((how) => [by, when, way, how] as const),
    ),
  ),
)

describe('a compressor after the session: an answer to its error goes past it', () => {
  const listenerOf = ([by, when, way, how]: (typeof rows)[number]): Listener =>
    BY[by]!((response, request) => {
      FAILING[when]!(response, request)
      SECRET[way]!(response, request)
    }, SORRY[how]![0])

  // There the data may come before those of the error handling: then the connection is cut.
  const whole = rows.filter(([, when, , how]) => !/first/.test(when) || how === 'at once')

  test.each(whole)('%s, too much %s, %s, answered %s', async (...row) => {
    const { status, headers, body } = await ask(listenerOf(row))
    expect([status, headers['content-encoding'], headers['set-cookie']]).toEqual([
      500,
      undefined,
      undefined,
    ])
    expect(body).toBe(SORRY[row[3]]![1])
    await pause(20)
  })

  test.each(whole.filter(([by]) => by === 'node:http'))(
    'over HTTP/2: %s, too much %s, %s, answered %s',
    async (...row) => {
      const { status, headers, body } = await askHttp2(listenerOf(row))
      expect([status, headers['content-encoding'], headers['set-cookie']]).toEqual([
        500,
        undefined,
        undefined,
      ])
      expect(body).toBe(SORRY[row[3]]![1])
    },
  )
})

test('data of the compressor never get among those of the error handling', async () => {
  const listener = BY['Express']!(
    (response, request) => {
      onHeaders(response, () => request.session.set('a', TOO_MUCH))
      response.end('secret')
    },
    (response) => {
      response.write('sorry')
      setTimeout(() => response.end('sorry'), 50)
    },
  )
  expect((await ask(listener)).body).toBe('sorrysorry')
})

/** Longer ones fill what a stream takes, which then says itself when it has room. */
const LENGTHS = [1, 100, 15_000, 100_000]

describe.each(LENGTHS)('a compressor and a session that is saved slowly, %i bytes', (length) => {
  const memory = memoryStore()
  const create = async (...args: Parameters<typeof memory.create>): Promise<boolean> => {
    await pause(5)
    return memory.create(...args)
  }
  const stored = storedSessionFactory({ ...memory, create }, generateKey())
  const part = Buffer.alloc(length, 'x')

  const ways: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    'pipe()': (r) => Readable.from([part, part]).pipe(r),
    'drain after write()': (r) =>
      void (r.write(part) ? r.end(part) : r.once('drain', () => r.end(part))),
    'drain before write()': (r) => {
      r.on('drain', () => r.end(part))
      if (r.write(part)) r.end(part)
    },
    'flushHeaders(), pipe()': (r) => {
      r.flushHeaders()
      Readable.from([part, part]).pipe(r)
    },
    'flushHeaders(), drain after write()': (r) => {
      r.flushHeaders()
      ways['drain after write()']!(r)
    },
  }

  /** The compressor stands around the session, or the session around it. */
  const orders = {
    'before it': (way: string): Listener => {
      const handler = withSession(stored, (request, response) => {
        request.session.set('a', 1)
        ways[way]!(response)
      })
      return (request, response) => {
        compress(request, response)
        void handler(request, response)
      }
    },
    'after it': (way: string): Listener =>
      withSession(stored, (request, response) => {
        request.session.set('a', 1)
        compress(request, response)
        ways[way]!(response)
      }),
  }

  test.each([
    ...Object.keys(ways).map((way) => ['before it', way] as const),
    ['after it', 'flushHeaders(), pipe()'] as const,
    ['after it', 'flushHeaders(), drain after write()'] as const,
  ])('%s, %s', async (order, way) => {
    const { status, headers, body } = await ask(orders[order](way))
    expect([status, headers['content-encoding'], body.length]).toEqual([200, 'gzip', 2 * length])
    expect(headers['set-cookie']).toHaveLength(1)
  })
})
