/** What a handler does with a response whose session is on its way to a store that takes its time. */
import { once } from 'node:events'
import {
  Agent,
  createServer,
  get,
  IncomingMessage,
  request as httpRequest,
  ServerResponse,
} from 'node:http'
import type { Server } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2'
import { Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import { createGunzip, createGzip } from 'node:zlib'
import express from 'express'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { session as expressSession } from '../../src/bindings/express.js'
import { withSession } from '../../src/bindings/node.js'
import type { SessionRequest } from '../../src/bindings/node.js'
import { generateKey, storedSessionFactory } from '../../src/index.js'
import type { SessionStore } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { waitFor } from '../support/wait-for.js'
import { onHeaders } from './on-headers.js'

const SLOW = 20
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

const memory = memoryStore()
/** What the store was asked to write. */
let written = 0
const slow =
  <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) =>
  async (...args: Args): Promise<Answer> => {
    await pause(SLOW)
    written++
    return ask(...args)
  }
const store: SessionStore = {
  ...memory,
  create: slow(memory.create),
  update: slow(memory.update),
  delete: slow(memory.delete),
}
const factory = storedSessionFactory<Record<string, unknown>>(store, generateKey())

type Request = SessionRequest<Record<string, unknown>>
type Handler = (response: ServerResponse, request: Request) => unknown

/** What the handlers' errors and the sessions' are told to. */
const onCommitError = vi.fn<(error: unknown) => void>()
const onError = vi.fn<(error: unknown) => void>()
let stop: () => unknown = () => undefined
beforeEach(() => {
  written = 0
  vi.resetAllMocks()
})
afterEach(() => stop())

function answerSlowly(response: ServerResponse): void {
  response.write('fai')
  setTimeout(() => response.end('led'), SLOW)
}

const listenerOf = (handler: Handler) =>
  withSession(
    factory,
    (request: Request, response) => {
      request.session.set('a', Math.random())
      return handler(response, request)
    },
    {
      onCommitError,
      onError: (error, _request, response) => {
        onError(error)
        response.statusCode = 500
        answerSlowly(response)
      },
    },
  )

const BY_NODE = (handler: Handler) => listenerOf(handler)

const BY_EXPRESS = (handler: Handler) => {
  const app = express()
  app.use(expressSession(factory, { onCommitError }))
  app.get('/', (request, response, next) => {
    const { session } = request as never as Request
    session.set('a', Math.random())
    Promise.resolve(handler(response, request as never)).catch(next)
  })
  app.use(((error, _request, response, _next) => {
    onError(error)
    answerSlowly(response.status(500))
  }) as express.ErrorRequestHandler)
  return app
}

let server: Server

async function serve(listener: Parameters<typeof createServer>[1]): Promise<number> {
  server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return (server.address() as AddressInfo).port
}

interface Answer {
  readonly status: number
  readonly head: IncomingMessage
  readonly body: string
}

async function ask(port: number, options: object = {}): Promise<Answer> {
  const outgoing = httpRequest({ host: '127.0.0.1', port, path: '/', ...options }).end()
  const [head] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: head.statusCode!, head, body: await text(head) }
}

const MEGABYTES = 10
const LARGE = Buffer.alloc(MEGABYTES << 20, 'x')

const soon = (call: () => unknown): unknown => setTimeout(call, SLOW / 4)

/** Heads and data that Node refuses. */
const REFUSED: readonly [string, Handler][] = [
  ["a header's name", (r) => r.writeHead(200, { 'X-\n': '1' }).end('a')],
  ["a header's value", (r) => r.writeHead(200, { 'X-A': '☃' }).end('a')],
  ['a status', (r) => r.writeHead(99).end('a')],
  ['a status that was set', (r) => ((r.statusCode = 99), r.end('a'))],
  ['a status message', (r) => r.writeHead(200, 'a\nb').end('a')],
  ['a status message that was set', (r) => ((r.statusMessage = '☃'), r.end('a'))],
  ['data that are none', (r) => r.write(5 as never)],
  ['data that are none, at the end', (r) => r.end({} as never)],
]

/** A response, and the order in which its callbacks were called. */
const calls: string[] = []
const note = (name: string) => (error?: unknown) =>
  void calls.push(error instanceof Error ? `${name}: ${error.message}` : name)

/** What is called back of four writes, of which the first is answered. */
async function callsOf(listener: Parameters<typeof serve>[0]): Promise<readonly string[]> {
  const port = await serve(listener)
  expect((await ask(port)).body).toBe('a')
  await waitFor(() => expect(calls).toHaveLength(4))
  stop()
  return calls.splice(0).toSorted()
}

describe.each([
  ['node:http', BY_NODE],
  ['Express', BY_EXPRESS],
])('%s', (name, by) => {
  beforeEach(() => void calls.splice(0))

  test.each<[string, Handler, string]>([
    ['end()', (r) => r.end(), ''],
    ['end(data)', (r) => r.end('abc'), 'abc'],
    ['write(), end()', (r) => (r.write('ab'), r.end('c')), 'abc'],
    ['writeHead(), end(data)', (r) => r.writeHead(200, { 'X-A': '1' }).end('abc'), 'abc'],
    ['writeHead(), write(), end()', (r) => (r.writeHead(200), r.write('abc'), r.end()), 'abc'],
    ['flushHeaders(), write(), end()', (r) => (r.flushHeaders(), r.write('abc'), r.end()), 'abc'],
    ['pipe()', (r) => void Readable.from(['a', 'b', 'c']).pipe(r), 'abc'],
    ['pipeline()', (r) => pipeline(Readable.from(['a', 'b', 'c']), r), 'abc'],
    [
      'pipeline() of a generator',
      (r) =>
        pipeline(async function* () {
          yield 'ab'
          await pause(2 * SLOW)
          yield 'c'
        }, r),
      'abc',
    ],
    [
      'cork(), write(), uncork(), end()',
      (r) => (r.cork(), r.write('ab'), r.uncork(), r.end('c')),
      'abc',
    ],
    [
      'write(), and end() when drained',
      (r) => void (r.write('a'.repeat(100_000)) || r.once('drain', () => r.end('c'))),
      `${'a'.repeat(100_000)}c`,
    ],
    ['write(), and end() in its callback', (r) => void r.write('ab', () => r.end('c')), 'abc'],
    ['end() twice', (r) => (r.end('abc'), r.end()), 'abc'],
    ['end(data) twice', (r) => (r.end('abc'), r.end('d')), 'abc'],
    ['end(), write()', (r) => (r.end('abc'), r.write('d')), 'abc'],
    ['end(), end(data) later', (r) => (r.end('abc'), soon(() => r.end('d'))), 'abc'],
    ['end(), write() later', (r) => (r.end('abc'), soon(() => r.write('d'))), 'abc'],
    ['end(), flushHeaders()', (r) => (r.end('abc'), r.flushHeaders()), 'abc'],
    ['end(), response.destroy()', (r) => (r.end('abc'), r.destroy()), 'abc'],
    ['end(), response.destroy() later', (r) => (r.end('abc'), soon(() => r.destroy())), 'abc'],
    ['end(), request.destroy()', (r, q) => (r.end('abc'), q.destroy()), 'abc'],
    ['end(), request.destroy() later', (r, q) => (r.end('abc'), soon(() => q.destroy())), 'abc'],
  ])('%s', async (_, handler, body) => {
    const port = await serve(by(handler))
    const answer = await ask(port)
    expect(answer).toMatchObject({ status: 200, body })
    expect(answer.head.headers['set-cookie']).toHaveLength(1)
    expect(written).toBe(1)
    expect([onError.mock.calls, onCommitError.mock.calls]).toEqual([[], []])
  })

  test('callbacks are called once, in their order, after the data have gone', async () => {
    const port = await serve(
      by((response) => {
        response.on('finish', note('finish'))
        response.write('a', note('first'))
        response.write('b', 'utf8', note('second'))
        response.end('c', note('end'))
        expect(calls).toEqual([])
      }),
    )
    expect((await ask(port)).body).toBe('abc')
    await waitFor(() => expect(calls.toSorted()).toEqual(['end', 'finish', 'first', 'second']))
    expect(calls.slice(0, 2)).toEqual(['first', 'second'])
  })

  test('what comes after the end is called back as Node does', async () => {
    const writeLate: Handler = (response) => {
      response.on('error', () => undefined)
      response.end('a', note('end'))
      response.end(note('another end'))
      response.end('b', note('end with data'))
      expect(response.write('c', note('write'))).toBe(false)
    }
    const byNode = await callsOf((_, response) => writeLate(response, undefined as never))
    expect(byNode).toContain('write: write after end')
    expect(await callsOf(by(writeLate))).toEqual(byNode)
  })

  test.each(REFUSED)('what Node refuses goes to the error handling: %s', async (_, handler) => {
    const port = await serve(by(handler))
    const { status, body, head } = await ask(port)
    expect([status, body]).toEqual([500, 'failed'])
    expect(head.headers['set-cookie']).toHaveLength(1)
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: expect.any(String) })]])
    expect(onCommitError.mock.calls).toEqual([])
  })

  test('who goes on writing after what Node refuses is called back', async () => {
    const port = await serve(
      by((response) => {
        response.writeHead(200, { 'X-A': '☃' })
        response.write('a', note('write'))
        response.end('b', note('end'))
      }),
    )
    expect(await ask(port)).toMatchObject({ status: 500, body: 'failed' })
    await waitFor(() => expect(calls).toHaveLength(2))
  })

  test('what Node refuses after the head breaks the answer off', async () => {
    const port = await serve(by((response) => (response.write('a'), response.write(5 as never))))
    await expect(ask(port)).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    expect(onError).toHaveBeenCalledTimes(1)
  })

  test.each<[string, Handler]>([
    ['at once', (r) => r.end(LARGE)],
    ['by a stream', (r) => pipeline(Readable.from(parts()), r)],
    [
      'by a stream through another',
      (r) => void Readable.from(parts()).pipe(new PassThrough()).pipe(r),
    ],
  ])('ten megabytes %s come whole', async (_, handler) => {
    const { status, body } = await ask(await serve(by(handler)))
    expect(status).toBe(200)
    expect(body.length).toBe(LARGE.length)
  })

  test('a stream waits while the response is held', async () => {
    let most = 0
    let taken = 0
    async function* counted(): AsyncGenerator<Buffer> {
      for (const part of parts()) {
        taken += part.length
        if (written === 0) most = taken
        yield part
      }
    }
    await ask(await serve(by((response) => void Readable.from(counted()).pipe(response))))
    expect(taken).toBe(LARGE.length)
    expect(most).toBeLessThan(3 << 20)
  })

  test('while it is held, a response is as one whose head has gone out', async () => {
    const seen: unknown[] = []
    const port = await serve(
      by((response) => {
        response.statusCode = 201
        response.end('abc')
        seen.push(response.headersSent, response.writableEnded)
        // A server that is closed ends those that are finished.
        seen.push(response.finished, response.writableFinished)
        response.statusCode = 500
        response.statusMessage = 'Changed'
        const refused = [
          () => response.setHeader('X-A', '1'),
          () => response.removeHeader('X-A'),
          () => response.appendHeader('X-A', '1'),
          () => response.writeHead(500),
        ]
        for (const refuse of refused) {
          expect(refuse).toThrow(expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }))
        }
      }),
    )
    const { status, head } = await ask(port)
    expect(seen).toEqual([true, true, false, false])
    expect([status, head.statusMessage, head.headers['x-a']]).toEqual([201, 'Created', undefined])
    expect(onError.mock.calls).toEqual([])
  })

  test.each<[string, Handler]>([
    ['write()', (r) => r.write('a')],
    ['flushHeaders()', (r) => r.flushHeaders()],
    ['writeHead()', (r) => r.writeHead(200)],
  ])('writeHead() after %s is refused at once', async (_, first) => {
    const port = await serve(
      by((response) => {
        first(response, undefined as never)
        expect(() => response.writeHead(201)).toThrow(/headers/i)
        response.end('b')
      }),
    )
    expect(await ask(port)).toMatchObject({ status: 200, body: expect.stringMatching(/^a?b$/) })
    expect(onError.mock.calls).toEqual([])
  })

  test('a server that is closed answers first', async () => {
    const port = await serve(by((response) => (response.end('abc'), soon(() => server.close()))))
    const closed = once(server, 'close')
    const { status, body, head } = await ask(port, { agent: false })
    expect([status, body, head.headers['set-cookie']?.length]).toEqual([200, 'abc', 1])
    await closed
  })

  test('answers to HEAD, 204 and 304 have no body', async () => {
    const port = await serve(
      by((response, { headers }) => {
        response.statusCode = Number(headers['x-status'])
        response.end('abc')
      }),
    )
    for (const [method, status] of [
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ] as const) {
      const answer = await ask(port, { method, headers: { 'X-Status': String(status) } })
      expect(answer).toMatchObject({ status, body: '' })
      expect(answer.head.headers['set-cookie']).toHaveLength(1)
    }
  })

  test('trailers come, and the next request on the connection is answered', async () => {
    const port = await serve(
      by((response) => {
        response.setHeader('Trailer', 'X-Sum')
        response.write('abc')
        response.addTrailers({ 'X-Sum': '7' })
        response.end()
      }),
    )
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let at = 0; at < 3; at++) {
      const { head, body } = await ask(port, { agent })
      expect(body).toBe('abc')
      expect(head.trailers).toEqual({ 'x-sum': '7' })
    }
    agent.destroy()
  })

  test('events that a server sends come as they are sent', async () => {
    const first = withResolvers()
    const port = await serve(
      by(async (response, { session }) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        response.write('data: 1\n\n')
        expect(() => session.set('b', 1)).not.toThrow()
        await first.promise
        await pause(SLOW)
        response.write('data: 2\n\n')
        await pause(SLOW)
        response.end()
      }),
    )
    const outgoing = get({ host: '127.0.0.1', port })
    const [head] = (await once(outgoing, 'response')) as [IncomingMessage]
    const events: string[] = []
    for await (const event of head) {
      events.push(String(event))
      first.resolve(undefined)
    }
    expect(events).toEqual(['data: 1\n\n', 'data: 2\n\n'])
    expect(written).toBe(2)
  })

  test('a client that leaves meanwhile is no loss of the session', async () => {
    const closed = withResolvers()
    const begun = withResolvers()
    const port = await serve(
      by((response) => {
        response.on('close', () => closed.resolve(undefined))
        response.write('a', note('write'))
        response.end('b', note('end'))
        begun.resolve(undefined)
      }),
    )
    const outgoing = get({ host: '127.0.0.1', port })
    outgoing.on('error', () => undefined)
    await begun.promise
    outgoing.destroy()
    await closed.promise
    await pause(3 * SLOW)
    await waitFor(() => expect(written).toBe(1))
    await waitFor(() => expect(calls.filter((call) => call.startsWith('write'))).toHaveLength(1))
    expect([onError.mock.calls, onCommitError.mock.calls]).toEqual([[], []])
  })

  test('destroy() while it is held ends the connection', async () => {
    const port = await serve(
      by((response) => {
        response.write('a')
        response.destroy()
        response.end('b')
      }),
    )
    await expect(ask(port)).rejects.toThrow(/hang up|ECONNRESET/)
    await pause(3 * SLOW)
    expect([onError.mock.calls, onCommitError.mock.calls]).toEqual([[], []])
  })

  test('a wrapper of writeHead() that changes the session each time is no endless loop', async () => {
    let count = 0
    const port = await serve(
      by((response, { session }) => {
        const { writeHead } = response
        response.writeHead = (...args: unknown[]) => {
          session.set('head', count++)
          return Reflect.apply(writeHead, response, args) as ServerResponse
        }
        response.end('abc')
      }),
    )
    expect((await ask(port)).status).toBe(500)
    expect(count).toBeLessThan(20)
    expect(onError.mock.calls[0]?.[0] ?? onCommitError.mock.calls[0]?.[0]).toBeInstanceOf(Error)
  })

  test('what is called when the head is written can change the session and the headers', async () => {
    const port = await serve(
      by((response, { session }) => {
        onHeaders(response, () => {
          session.set('head', 1)
          response.setHeader('X-Late', '1')
        })
        response.end('abc')
      }),
    )
    const { body, head } = await ask(port)
    expect(body).toBe('abc')
    expect(head.headers).toMatchObject({ 'x-late': '1', 'set-cookie': [expect.anything()] })
    expect([onError.mock.calls, onCommitError.mock.calls]).toEqual([[], []])
  })

  test.each([
    ['_header', (r: object) => Reflect.get(r, '_header') as unknown],
    ['headersSent', (r: object) => (r as ServerResponse).headersSent],
  ])('what compresses after the session, by the look of %s, does so', async (_, hasHead) => {
    const port = await serve(
      by((response) => {
        compress(response, hasHead)
        response.setHeader('Content-Type', 'text/plain')
        response.write('ab')
        response.write('cd')
        response.end('ef')
      }),
    )
    const { head } = await ask(port, { method: 'HEAD' })
    expect(head.headers['content-encoding']).toBe('gzip')
    const outgoing = get({ host: '127.0.0.1', port })
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect(await text(answer.pipe(createGunzip()))).toBe('abcdef')
    expect(onError.mock.calls).toEqual([])
  })

  // Express's own error handling answers beside a handler that goes on.
  if (name === 'node:http') {
    test('what Node refuses of the answer to an error becomes a plain 500', async () => {
      const printed = vi.spyOn(console, 'error').mockReturnValue()
      const port = await serve(
        withSession(
          factory,
          () => {
            throw new Error('failed')
          },
          {
            onError: (_error, { session }, response) => {
              session.set('b', 1)
              response.writeHead(500, { 'X-A': '☃' }).end('sorry')
            },
          },
        ),
      )
      const { status, body, head } = await ask(port)
      expect([status, body]).toEqual([500, 'Internal Server Error\n'])
      expect(head.headers['set-cookie']).toHaveLength(1)
      expect(printed.mock.calls).toEqual([[expect.objectContaining({ code: 'ERR_INVALID_CHAR' })]])
    })

    test('what a failed handler goes on writing is not in the answer to its error', async () => {
      const port = await serve(
        by((response, { session }) => {
          const writeOn = (): void => void response.write('secret ')
          for (let at = 1; at < 8; at++) setTimeout(writeOn, (at * SLOW) / 4)
          session.set('b', 1)
          throw new Error('failed')
        }),
      )
      expect(await ask(port)).toMatchObject({ status: 500, body: 'failed' })
      expect(onError).toHaveBeenCalledTimes(1)
      await pause(3 * SLOW)
      expect(onCommitError.mock.calls).toEqual([])
    })

    test('an error of the handler while it is held is answered by the error handling', async () => {
      const port = await serve(
        by((response) => {
          response.write('a', note('write'))
          throw new Error('late')
        }),
      )
      expect(await ask(port)).toMatchObject({ status: 500, body: 'failed' })
      await waitFor(() => expect(calls).toHaveLength(1))
    })
  }
})

function* parts(): Generator<Buffer> {
  for (let at = 0; at < MEGABYTES * 16; at++) yield LARGE.subarray(0, 1 << 16)
}

function withResolvers(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve!: (value: unknown) => void
  const promise = new Promise((settle) => (resolve = settle))
  return { promise, resolve }
}

/** Compresses as the package of that name does: around `write` and `end`, begun where the head is written. */
function compress(response: ServerResponse, hasHead: (response: object) => unknown): void {
  const { write, end } = response
  const gzip = createGzip()
  const begin = (): void => {
    if (!hasHead(response)) (Reflect.get(response, '_implicitHeader') as () => void).call(response)
  }
  onHeaders(response, () => {
    response.setHeader('Content-Encoding', 'gzip')
    gzip.on('data', (chunk) => {
      if (!Reflect.apply(write, response, [chunk])) gzip.pause()
    })
    gzip.on('end', () => Reflect.apply(end, response, []))
    response.on('drain', () => gzip.resume())
  })
  response.write = ((chunk: string) => {
    begin()
    return gzip.write(chunk)
  }) as never
  response.end = ((chunk: string) => {
    begin()
    gzip.end(chunk)
    return response
  }) as never
}

describe('a response that becomes a message of AWS Lambda', () => {
  /** As the libraries have it that bring Node's frameworks there: what stands for the socket is no stream, and answers nothing. */
  async function answerOf(
    handler: Handler,
  ): Promise<{ readonly seemedEnded: boolean; readonly sent: string }> {
    const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/' })
    const response = new ServerResponse(request)
    let sent = ''
    const write = (data: string | Uint8Array, encoding: unknown, done?: () => void): void => {
      sent += data.toString()
      const callback = typeof encoding === 'function' ? encoding : done
      callback?.()
    }
    const ignore = (): void => undefined
    const socket = {
      writable: true,
      on: ignore,
      removeListener: ignore,
      destroy: ignore,
      cork: ignore,
      uncork: ignore,
      write,
    }
    response.assignSocket(Object.assign(socket, { _writableState: {} }) as never)
    const finished = once(response, 'finish')
    listenerOf(handler)(request, response)
    const seemedEnded = response.writableEnded
    await finished
    return { seemedEnded, sent }
  }

  test('does not seem to be at its end while that is held', async () => {
    const { seemedEnded, sent } = await answerOf((r) => r.end('abc'))
    expect(seemedEnded).toBe(false)
    expect(sent).toMatch(/^set-cookie: .*abc/ims)
  })

  test.each([10, 100_000])('gets what is piped into it: %i bytes', async (size) => {
    const { sent } = await answerOf((r) => void Readable.from(['x'.repeat(size), 'end']).pipe(r))
    expect(sent).toMatch(/^set-cookie: /im)
    expect(sent.includes('x'.repeat(size))).toBe(true)
    expect(sent).toContain('end')
  })
})

describe('HTTP/2', () => {
  async function askHttp2(handler: Handler): Promise<[headers: Record<string, unknown>, string]> {
    const server = createHttp2(listenerOf(handler) as never)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client = connectHttp2(`http://127.0.0.1:${port}`)
    stop = () => {
      client.destroy()
      server.close()
    }
    const stream = client.request({ ':path': '/' })
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
    return [headers, await text(stream)]
  }

  test.each<[string, Handler, string]>([
    ['end(data)', (r) => r.end('abc'), 'abc'],
    ['writeHead(), write(), end()', (r) => (r.writeHead(200), r.write('ab'), r.end('c')), 'abc'],
    ['pipe()', (r) => void Readable.from(['a', 'b', 'c']).pipe(r), 'abc'],
    ['pipeline() of ten megabytes', (r) => pipeline(Readable.from(parts()), r), String(LARGE)],
    ['flushHeaders()', (r) => (r.flushHeaders(), r.end('abc')), 'abc'],
    ['end(), write()', (r) => (r.end('abc'), r.write('d')), 'abc'],
    ['end(), end(data) later', (r) => (r.end('abc'), soon(() => r.end('d'))), 'abc'],
    ['end(), write() later', (r) => (r.end('abc'), soon(() => r.write('d'))), 'abc'],
  ])('%s', async (_, handler, body) => {
    const [headers, answered] = await askHttp2(handler)
    expect(headers[':status']).toBe(200)
    expect(headers['set-cookie']).toHaveLength(1)
    expect(answered === body).toBe(true)
    expect([onError.mock.calls, onCommitError.mock.calls]).toEqual([[], []])
  })

  test('while it is held, what comes too late is refused by the code of HTTP/2', async () => {
    const own = { code: 'ERR_HTTP2_HEADERS_SENT' }
    const [headers] = await askHttp2((r) => {
      r.write('a')
      for (const refuse of [
        () => r.setHeader('X-A', '1'),
        () => r.appendHeader('X-A', '1'),
        () => r.removeHeader('X-A'),
        () => r.writeHead(500),
      ]) {
        expect(refuse).toThrow(expect.objectContaining(own))
      }
      r.end()
    })
    expect([headers[':status'], headers['x-a']]).toEqual([200, undefined])
  })

  test.each<[string, Handler]>([
    ['a pseudo-header', (r) => r.writeHead(200, { ':path': 'a' }).end('a')],
    ['a status', (r) => r.writeHead(99).end('a')],
  ])('what Node refuses goes to the error handling: %s', async (_, handler) => {
    const [headers, answered] = await askHttp2(handler)
    expect([headers[':status'], answered]).toEqual([500, 'failed'])
    expect(headers['set-cookie']).toHaveLength(1)
    expect(onError).toHaveBeenCalledTimes(1)
  })
})
