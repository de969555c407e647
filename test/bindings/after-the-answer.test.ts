/** What becomes of a handler's streams and loops when the error handling has answered in its place. */
import { createServer, get } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PassThrough, pipeline, Readable, Stream, Writable } from 'node:stream'
import { pipeline as pipelined } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MockInstance } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import { waitFor } from '../support/wait-for.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)
const TOO_MUCH = 'x'.repeat(5000)

type Handler = (response: ServerResponse, request: IncomingMessage) => unknown

let server: Server
let printed: MockInstance<typeof console.error>
beforeEach(() => {
  printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  server.close()
})

/** Milliseconds in which a server must go on, on a machine that is busy. */
const PATIENCE = 20_000

const errorPage: Handler = (response) => response.end('error page')

/** Has the session of all requests but those to `/small` too large. */
async function serve(handler: Handler, onError = errorPage): Promise<number> {
  const handle = withSession(
    factory,
    (request, response) => {
      request.session.set('a', request.url === '/small' ? 1 : TOO_MUCH)
      return handler(response, request)
    },
    {
      onError: (_error, request, response) => onError(response, request),
      onCommitError: () => undefined,
    },
  )
  server = createServer(handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function fetchFrom(port: number, path = '/large'): Promise<IncomingMessage> {
  const sent = get({ port, host: '127.0.0.1', path, agent: false, timeout: PATIENCE })
  sent.on('timeout', () => sent.destroy(new Error('no answer')))
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return answer
}

async function textFrom(port: number): Promise<string> {
  const answer = await fetchFrom(port)
  let body = ''
  for await (const chunk of answer) body += String(chunk)
  return body
}

const inMs = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('a loop comes to rest, as when a client has left', () => {
  let items: number
  let isReturned: boolean
  beforeEach(() => {
    items = 0
    isReturned = false
  })
  async function* endless(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        items++
        yield Buffer.alloc(1000)
      }
    } finally {
      isReturned = true
    }
  }

  test.each<[string, Handler]>([
    [
      'that waits for drain',
      async (response) => {
        for await (const item of endless()) if (!response.write(item)) await once(response, 'drain')
      },
    ],
    [
      'of callbacks that look at their error',
      (response) => {
        const pump = (error?: unknown): void => {
          items++
          if (error === undefined || error === null) response.write('never seen', pump)
        }
        pump()
      },
    ],
    [
      'that pauses its source',
      (response) => {
        const source = Readable.from(endless())
        source.on('data', (item) => {
          if (response.write(item)) return
          source.pause()
          response.once('drain', () => source.resume())
        })
      },
    ],
  ])('one %s', async (_, handler) => {
    expect(await textFrom(await serve(handler))).toBe('error page')
    await inMs(700)
    expect(items).toBeGreaterThan(0)
    await waitFor(async () => {
      const before = items
      await inMs(200)
      expect(items).toBe(before)
    })
  })

  test('an error tells pipeline(), which ends its generator', async () => {
    const done = vi.fn()
    const port = await serve((response) => pipeline(endless, response, done))
    expect(await textFrom(port)).toBe('error page')
    await waitFor(() => expect(isReturned).toBe(true))
    expect(done).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'ERR_STREAM_PREMATURE_CLOSE' }),
      undefined,
    )
  })

  test('an error tells who awaits its writing', async () => {
    const failed = vi.fn()
    const port = await serve(async (response) => {
      try {
        for await (const item of endless()) {
          await new Promise<void>((resolve, reject) =>
            response.write(item, (error) => (error ? reject(error) : resolve())),
          )
        }
      } catch (error) {
        failed((error as { code: string }).code)
      }
    })
    expect(await textFrom(port)).toBe('error page')
    await waitFor(() => expect(failed).toHaveBeenCalledExactlyOnceWith('ERR_STREAM_DESTROYED'))
    expect(isReturned).toBe(true)
  })
})

const CHUNKS = Array.from({ length: 20 }, () => Buffer.alloc(20_000))

/** The ends of what writes in promises, which nobody may await. */
const WRITERS: Record<string, (response: ServerResponse) => Promise<unknown>> = {
  'pipeline()': (response) => pipelined(Readable.from(CHUNKS), response),
  'pipeline() through another stream': (response) =>
    pipelined(Readable.from(CHUNKS), new PassThrough(), response),
  'pipeline() of a generator': (response) =>
    pipelined(async function* () {
      yield* CHUNKS
      await inMs(50)
      yield 'late'
    }, response),
  'pipeTo()': (response) =>
    new Response(Buffer.concat(CHUNKS)).body!.pipeTo(Writable.toWeb(response)),
  'a writer': async (response) => {
    const writer = Writable.toWeb(response).getWriter()
    for (const chunk of CHUNKS) await writer.write(chunk)
    await writer.close()
  },
  'a callback of write': (response) =>
    new Promise<void>((resolve, reject) => {
      response.write('never seen', (error) => (error ? reject(error) : resolve()))
    }),
}

test.each(Object.entries(WRITERS))('a promise of %s is not rejected', async (_, write) => {
  let ended: Promise<unknown> | undefined
  const port = await serve((response) => {
    ended = write(response)
    // Whether it is rejected is asked below.
    ended.catch(() => undefined)
  })
  expect(await textFrom(port)).toBe('error page')
  await expect(ended).resolves.toBeUndefined()
  // What comes when it is taken for gone is no error either.
  await inMs(600)
})

test.each(['writes and has not ended', 'has ended'])(
  'who %s hears that the response has closed',
  async (what) => {
    const closed = vi.fn()
    const port = await serve((response) => {
      response.on('close', closed)
      response.write('never seen')
      if (what === 'has ended') response.end()
    })
    await textFrom(port)
    await waitFor(() => expect(closed).toHaveBeenCalledExactlyOnceWith())
  },
)

test.each<[string, (into: PassThrough) => Readable]>([
  ['one stream', (into) => into],
  ['several', (into) => into.pipe(new PassThrough())],
  ['one behind another', (into) => into],
])(
  'an upload through %s that has been written to lets the next request be',
  async (how, through) => {
    const port = await serve((response, request) => {
      if (request.method === 'GET') return response.end('next')
      const first = new PassThrough()
      const table = new PassThrough()
      table.write('id,name\n')
      const into = how === 'one behind another' ? first : table
      if (into === first) first.pipe(table)
      request.pipe(into)
      return through(into === first ? table : into).pipe(response)
    })
    const socket = connect(port, '127.0.0.1')
    let received = ''
    socket.on('data', (data) => (received += String(data)))
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n`)
    socket.write('u'.repeat(1_000_000))
    socket.write('GET /small HTTP/1.1\r\nHost: x\r\n\r\n')
    await waitFor(() => expect(received.match(/error page|next/g)).toEqual(['error page', 'next']))
    socket.destroy()
  },
)

/** Ticks for ever, read by whoever comes. */
function ticking(): { feed: Readable; live: PassThrough; stop: () => void } {
  const feed = new Readable({ read: () => undefined })
  const live = new PassThrough()
  feed.pipe(live)
  const timer = setInterval(() => feed.push('tick '), 5)
  return { feed, live, stop: () => clearInterval(timer) }
}

test.each<[string, (shared: ReturnType<typeof ticking>) => Promise<void>]>([
  [
    'which nobody has read yet',
    async ({ live }) => waitFor(() => expect(live.readableLength).toBeGreaterThan(0)),
  ],
  [
    'which was read before',
    async ({ live }) => {
      await once(live.resume(), 'data')
      live.pause()
    },
  ],
])("a stream that visitors share, %s, outlives one visitor's session", async (_, before) => {
  const shared = ticking()
  await before(shared)
  const port = await serve((response) => shared.live.pipe(response))
  expect(await textFrom(port)).toBe('error page')
  await inMs(50)
  const next = await fetchFrom(port, '/small')
  const [chunk] = (await once(next, 'data')) as [Buffer]
  expect(String(chunk)).toContain('tick')
  next.destroy()
  shared.stop()
  expect([shared.live.destroyed, shared.feed.destroyed]).toEqual([false, false])
})

test('a stream of its own is ended, with what is piped into it', async () => {
  const source = new Readable({ read: () => undefined })
  const port = await serve((response) => {
    source.pipe(new PassThrough()).pipe(response)
    source.push('never seen')
  })
  expect(await textFrom(port)).toBe('error page')
  await waitFor(() => expect(source.destroyed).toBe(true))
})

test('what goes wrong when it is ended is printed', async () => {
  const port = await serve((response) =>
    Readable.from(
      (async function* () {
        try {
          for (;;) yield 'never seen'
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- as a release of a resource may
          throw new Error('release failed')
        }
      })(),
    ).pipe(response),
  )
  expect(await textFrom(port)).toBe('error page')
  await waitFor(() => expect(printed).toHaveBeenCalledOnce())
  expect(printed.mock.calls[0]).toEqual([expect.objectContaining({ message: 'release failed' })])
})

test('a stream of the handler that fails does not cut the answer off', async () => {
  const port = await serve(
    (response) => {
      const source = new Readable({ read: () => undefined })
      pipeline(source, response, () => undefined)
      source.push('never seen')
      setTimeout(() => source.destroy(new Error('disk')), 5)
    },
    (response) => response.end(Buffer.alloc(30_000_000, 'x')),
  )
  expect(await textFrom(port)).toHaveLength(30_000_000)
})

test('a stream older than Readable', async () => {
  const port = await serve((response) => {
    const source = new Stream()
    source.pipe(response)
    setTimeout(() => source.emit('data', 'never seen'), 5)
    setTimeout(() => source.emit('end'), 10)
  })
  expect(await textFrom(port)).toBe('error page')
})

test('what the handler has corked holds nothing back', async () => {
  const port = await serve(
    (response) => {
      response.cork()
      response.write('never seen')
      setTimeout(() => response.cork(), 5)
    },
    async (response) => {
      await inMs(10)
      if (!response.write('x'.repeat(100_000))) await once(response, 'drain')
      response.end()
    },
  )
  expect(await textFrom(port)).toHaveLength(100_000)
})

test('a property of the application is no stream of HTTP/2', async () => {
  const port = await serve(async (response) => {
    Object.assign(response, { stream: { name: 'of a camera' } })
    response.write('begun')
    await inMs(5)
    throw new Error('later')
  })
  const answer = await fetchFrom(port, '/small')
  answer.resume()
  await expect(once(answer, 'end')).rejects.toThrow('aborted')
})

test.each<[string, Handler]>([
  [
    'a status that cannot be defined anew',
    (response) => Object.defineProperty(response, 'statusCode', { value: 200, writable: true }),
  ],
  [
    'methods that cannot be replaced',
    (response) => {
      const { setHeader } = response
      Object.defineProperty(response, 'setHeader', { value: setHeader })
    },
  ],
])('a response of %s is broken off, and that is printed', async (_, spoil) => {
  const outside = vi.fn()
  const port = await serve((response) => {
    spoil(response, undefined as never)
    setTimeout(() => {
      try {
        response.end('never seen')
      } catch (error) {
        outside(error)
      }
    }, 5)
  })
  await expect(textFrom(port)).rejects.toThrow('socket hang up')
  expect(outside).not.toHaveBeenCalled()
  expect(printed.mock.calls.map(([error]: unknown[]) => (error as Error).name)).toEqual([
    'TypeError',
  ])
})

test('a pipeline that has ended its streams meanwhile is told of nothing, nor is anybody else', async () => {
  const done = vi.fn()
  const port = await serve((response) => {
    pipeline(Readable.from(['a']), new PassThrough(), response, done)
  })
  expect(await textFrom(port)).toBe('error page')
  await inMs(700)
  expect(done).toHaveBeenCalledExactlyOnceWith(undefined, undefined)
  expect(printed).not.toHaveBeenCalled()
})
