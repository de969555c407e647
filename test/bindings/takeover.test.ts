/** Who may still do something with a response that the error handling answers. */
import { get } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { waitFor } from '../support/wait-for.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)
const TOO_MUCH = 'x'.repeat(5000)

type Handler = (response: ServerResponse) => unknown

let stop = (): void => undefined
afterEach(() => stop())

/** Serves what comes where the session cannot be written, but at `/slow`. */
async function serve(handler: Handler, onError: Handler, sessions = factory): Promise<number> {
  const server = createServer(
    withSession(
      sessions,
      (request, response) => {
        if (request.url === '/slow') return void setTimeout(() => response.end('slow'), 50)
        const session: Session = request.session
        session.set('a', TOO_MUCH)
        return handler(response)
      },
      { onError: (_error, _request, response) => onError(response), onCommitError: () => {} },
    ),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return (server.address() as AddressInfo).port
}

type Answer = IncomingMessage & { body: string }

async function answerOf(handler: Handler, onError: Handler, sessions = factory): Promise<Answer> {
  const port = await serve(handler, onError, sessions)
  const [answer] = (await once(get({ host: '127.0.0.1', port }), 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of answer) body += String(chunk)
  return Object.assign(answer, { body })
}

const inMs = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A pool that was there before all requests: it calls back in a context of its own. */
const waiting: (() => unknown)[] = []
const query = (call: () => unknown): void => void waiting.push(call)
let ticking: NodeJS.Timeout
beforeAll(() => {
  ticking = setInterval(() => {
    for (const call of waiting.splice(0)) call()
  }, 10)
})
afterAll(() => clearInterval(ticking))

/** Node's old name of `writeHead`. */
const writeHeader = (response: ServerResponse, ...args: unknown[]): unknown =>
  Reflect.apply(Reflect.get(response, 'writeHeader') as () => unknown, response, args)

test('an answer that has come is no longer waited for, so that nothing keeps its request', async () => {
  const [set, clear] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')]
  const { body } = await answerOf(
    (response) => response.end('handler'),
    (response) => void setImmediate(() => response.end('page')),
  )
  expect(body).toBe('page')
  const at = set.mock.calls.findIndex(([, delay]) => delay === 1000)
  await waitFor(() => expect(clear).toHaveBeenCalledWith(set.mock.results[at]!.value))
  for (const spy of [set, clear]) spy.mockRestore()
})

test('writeHeader() of who has failed goes nowhere', async () => {
  const answer = await answerOf(
    (response) => {
      setImmediate(() => {
        writeHeader(response, 200, { 'X-Handler': '1' })
        response.end('handler')
      })
      response.end('fails')
    },
    async (response) => {
      await inMs(20)
      writeHeader(response, 503, { 'X-Error': '1' })
      response.end('error page')
    },
  )
  expect([answer.statusCode, answer.body]).toEqual([503, 'error page'])
  expect(answer.headers).toHaveProperty('x-error')
  expect(answer.headers).not.toHaveProperty('x-handler')
})

test.each<[string, Handler]>([
  ['at once', (response) => query(() => response.end('second answer'))],
  [
    'and goes on by itself',
    (response) =>
      query(async () => {
        await inMs(5)
        response.end('second answer')
      }),
  ],
])('the pool calls the handler back after the error handling, %s', async (_, goOn) => {
  const { statusCode, body } = await answerOf(
    (response) => {
      response.end('first answer')
      setTimeout(() => goOn(response), 30)
    },
    (response) =>
      query(() => {
        response.statusCode = 500
        setTimeout(() => response.end('error page'), 100)
      }),
  )
  expect([statusCode, body]).toEqual([500, 'error page'])
})

test('what the pool calls back may go on by itself; whom the pool calls back next is not known', async () => {
  const { statusCode, body } = await answerOf(
    (response) => response.end('never seen'),
    (response) =>
      query(async () => {
        response.writeHead(503, { 'X-A': '1' })
        await inMs(5)
        response.write('error ')
        query(() => response.end('not known any more'))
        await inMs(50)
        response.end('page')
      }),
  )
  expect([statusCode, body]).toEqual([503, 'error page'])
})

test.each<[string, Handler]>([
  [
    'before the body',
    (response) => {
      response.addTrailers({ 'X-Checksum': 'of the first answer' })
      response.end('never seen')
    },
  ],
  [
    'after the body',
    (response) => {
      response.write('never seen')
      response.addTrailers({ 'X-Checksum': 'of the first answer' })
      response.end('never seen')
    },
  ],
])('trailers that the handler gives %s go nowhere', async (_, handler) => {
  const { body, trailers } = await answerOf(handler, (response) => {
    response.write('error ')
    response.end('page')
  })
  expect([body, trailers]).toEqual(['error page', {}])
})

const PAGE = 'e'.repeat(1_000_000)

test.each<[string, Handler]>([
  ['a stream', (response) => Readable.from([PAGE, ' end']).pipe(response)],
  [
    'a loop',
    async (response) => {
      if (!response.write(PAGE)) await once(response, 'drain')
      response.end(' end')
    },
  ],
])('the handler waits for drain while %s writes the error page', async (_, page) => {
  const { body } = await answerOf((response) => {
    let left = 5
    const pump = (): void => {
      while (left-- > 0) if (!response.write('never seen')) return void response.once('drain', pump)
      response.end('never seen')
    }
    pump()
  }, page)
  expect(body).toBe(`${PAGE} end`)
})

test('the handler listens to the request, which the error handling reads', async () => {
  const port = await serve(
    (response) => {
      response.req.on('end', () => response.end('never seen'))
      setTimeout(() => response.flushHeaders(), 30)
    },
    async (response) => {
      response.req.resume()
      response.statusCode = 500
      await once(response.req, 'end')
      await inMs(5)
      response.end('error page')
    },
  )
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'abc' })
  expect([answer.status, await answer.text()]).toEqual([500, 'error page'])
})

test.each<[string, Handler]>([
  ['is called back', (response) => response.write(PAGE, () => response.end(' end'))],
  ['is called back at once', (response) => response.write('e', () => response.end(' end'))],
  ['waits for drain', (response) => Readable.from([PAGE, ' end']).pipe(response)],
  [
    'adds a listener for drain, and takes it away',
    (response) => {
      const never = (): unknown => response.end('never seen')
      response.once('drain', never)
      response.write(PAGE)
      response.once('drain', () => response.end(' end')).off('drain', never)
    },
  ],
])('an error page behind another answer on the same connection %s', async (_, page) => {
  const port = await serve((response) => response.end('never seen'), page)
  const socket = connect(port, '127.0.0.1')
  socket.write(
    ['/slow', '/', '/slow'].map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''),
  )
  let received = ''
  socket.on('data', (data) => (received += String(data)))
  await waitFor(() => expect(received.match(/slow| end/g)).toEqual(['slow', ' end', 'slow']))
  socket.destroy()
})

test.each<[string, Handler]>([
  ['writeProcessing', (response) => response.writeProcessing()],
  ['writeContinue', (response) => response.writeContinue()],
  ['writeEarlyHints', (response) => response.writeEarlyHints({ link: '</a>; rel=preload' })],
])('%s of the handler is no part of the error page', async (_, inform) => {
  const { body } = await answerOf(
    (response) => {
      response.end('never seen')
      setTimeout(() => inform(response), 10)
    },
    async (response) => {
      response.write('error ')
      await inMs(30)
      response.end('page')
    },
  )
  expect(body).toBe('error page')
})

test('who waits for early hints that go nowhere goes on', async () => {
  const told = vi.fn()
  await answerOf(
    (response) => {
      response.end('never seen')
      response.writeEarlyHints({ link: '</a>; rel=preload' }, told)
    },
    (response) => response.end('error page'),
  )
  await waitFor(() => expect(told).toHaveBeenCalledExactlyOnceWith())
})

test('the handler writes on while the error page waits for a session in a store', async () => {
  let flush: (() => Promise<void>) | undefined = () => {
    flush = undefined
    return inMs(40)
  }
  const slow = {
    ...factory,
    open: (header: string | undefined) => ({ ...factory.open(header), flush: () => flush?.() }),
  }
  const { body } = await answerOf(
    (response) => {
      setTimeout(() => response.end('never seen'), 10)
      throw new Error('failed')
    },
    async (response) => {
      response.statusCode = 500
      response.write('error ')
      await inMs(80)
      response.end('page')
    },
    slow as never,
  )
  expect(body).toBe('error page')
})
