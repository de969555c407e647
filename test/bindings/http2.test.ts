/** The node binding over HTTP/2, whose responses are another class than those of HTTP/1. */
import { connect, createServer } from 'node:http2'
import type { Http2ServerRequest, Http2ServerResponse, IncomingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { PassThrough, pipeline, Readable } from 'node:stream'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { waitFor } from '../support/wait-for.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)
const TOO_MUCH = 'x'.repeat(5000)

type Handler = (session: Session, response: Http2ServerResponse) => unknown

const warned = vi.spyOn(process, 'emitWarning')
let stop: () => void
afterEach(() => stop())
afterAll(() => warned.mockRestore())

interface Answer {
  readonly headers: IncomingHttpHeaders & { ':status'?: number }
  readonly body: string
  readonly trailers: IncomingHttpHeaders
}

async function answerOf(
  handler: Handler,
  onError?: (error: unknown, request: unknown, response: Http2ServerResponse) => unknown,
): Promise<Answer> {
  const handle = withSession(
    factory,
    (request, response) => handler(request.session, response as never),
    { ...(onError && { onError: onError as never }), onCommitError: () => undefined },
  ) as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  stop = () => {
    client.destroy()
    server.close()
  }
  return new Promise((resolve, reject) => {
    const stream = client.request({ ':path': '/' })
    let headers: IncomingHttpHeaders = {}
    let trailers: IncomingHttpHeaders = {}
    let body = ''
    stream.on('trailers', (sent) => (trailers = sent))
    stream.on('response', (sent) => (headers = sent))
    stream.on('data', (chunk) => (body += String(chunk)))
    stream.on('end', () => resolve({ headers, body, trailers }))
    stream.on('error', reject)
    stream.end()
  })
}

test.each<[string, Handler]>([
  ['end', (_, response) => response.end('ok')],
  ['write', (_, response) => response.write('ok') && response.end()],
  ['writeHead', (_, response) => response.writeHead(200, { 'set-cookie': 'own=1' }).end('ok')],
  ['pipe', (_, response) => Readable.from(['o', 'k']).pipe(response)],
])('%s: the cookie is set', async (how, send) => {
  const { headers, body } = await answerOf((session, response) => {
    session.set('a', 1)
    send(session, response)
  })
  expect(body).toBe('ok')
  expect(headers['set-cookie']).toHaveLength(how === 'writeHead' ? 2 : 1)
  expect(headers['cache-control']).toBe('no-store')
  // HTTP/2 has no status message: Node warns where one is read or set.
  expect(warned).not.toHaveBeenCalled()
})

test.each<[string, (response: Http2ServerResponse, own: string[]) => unknown]>([
  ['setHeader', (response, own) => response.setHeader('set-cookie', own)],
  ['writeHead', (response, own) => response.writeHead(200, { 'set-cookie': own })],
])('%s: a list of the application stays as it was', async (_, say) => {
  const own = ['old=; Max-Age=0', 'older=; Max-Age=0']
  const { headers } = await answerOf((session, response) => {
    session.set('a', 1)
    say(response, own)
    response.end()
  })
  expect(headers['set-cookie']).toHaveLength(3)
  expect(own).toEqual(['old=; Max-Age=0', 'older=; Max-Age=0'])
})

test.each<[string, Handler]>([
  ['end', (_, response) => response.end('never seen')],
  ['pipe', (_, response) => Readable.from(['never', 'seen']).pipe(response)],
  [
    'a session that grows while the head is written',
    (session, response) => {
      session.delete('a')
      const { writeHead } = response
      response.writeHead = ((...args: unknown[]) => {
        if (Number(args[0]) < 500) session.set('a', TOO_MUCH)
        return Reflect.apply(writeHead, response, args) as Http2ServerResponse
      }) as typeof writeHead
      response.end('never seen')
    },
  ],
  ['a timer', (_, response) => setTimeout(() => response.end('never seen'), 5)],
])('%s: a session that cannot be written goes to onError', async (_, send) => {
  const { headers, body } = await answerOf(
    (session, response) => {
      session.set('a', TOO_MUCH)
      send(session, response)
    },
    (error, _request, response) => response.end((error as { code: string }).code),
  )
  expect([headers[':status'], body]).toEqual([500, 'COOKIE_TOO_LARGE'])
  expect(headers['set-cookie']).toBeUndefined()
  expect(warned).not.toHaveBeenCalled()
})

const errorPage = (_error: unknown, _request: unknown, response: Http2ServerResponse): void => {
  response.write('error ')
  response.end('page')
}

test.each<[string, (response: Http2ServerResponse, done: () => void) => unknown]>([
  [
    'a generator that is piped',
    (response, done) =>
      pipeline(
        async function* () {
          yield 'never'
          await new Promise((resolve) => setTimeout(resolve, 50))
          yield 'seen'
        },
        response,
        done,
      ),
  ],
  [
    'a callback after the end',
    (response, done) => {
      response.end('never seen')
      setTimeout(() => response.write('never seen', done), 50)
    },
  ],
])('%s is not left waiting when the error page has gone out', async (_, write) => {
  const done = vi.fn()
  const { body } = await answerOf((session, response) => {
    session.set('a', TOO_MUCH)
    return write(response, done)
  }, errorPage)
  expect(body).toBe('error page')
  await waitFor(() => expect(done).toHaveBeenCalledOnce())
})

test.each<[string, (request: Http2ServerRequest, response: Http2ServerResponse) => unknown]>([
  ['pipe', (request, response) => request.pipe(response)],
  [
    'pipeline',
    (request, response) => pipeline(request, new PassThrough(), response, () => undefined),
  ],
  [
    'a loop that waits for drain',
    async (request, response) => {
      for await (const chunk of request)
        if (!response.write(chunk)) await once(response, 'drain').catch(() => undefined)
    },
  ],
])('%s: an upload that is not answered is read, so that its stream closes', async (_, echo) => {
  const handle = withSession(
    factory,
    (request, response) => {
      request.session.set('a', TOO_MUCH)
      return echo(request as never, response as never)
    },
    { onError: errorPage as never, onCommitError: () => undefined },
  ) as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  stop = () => {
    client.destroy()
    server.close()
  }
  const stream = client.request({ ':path': '/', ':method': 'POST' })
  const closed = vi.fn()
  stream.resume().on('close', closed)
  stream.end(Buffer.alloc(200_000))
  await waitFor(() => expect(closed).toHaveBeenCalledOnce())
  expect(stream.rstCode).toBe(0)
})

test('trailers of an answer that is not sent go nowhere', async () => {
  const { trailers } = await answerOf((session, response) => {
    session.set('a', TOO_MUCH)
    response.write('never seen')
    response.addTrailers({ 'x-checksum': 'of what is not sent' })
    ;(response as never as { setTrailer(name: string, value: string): void }).setTrailer(
      'x-length',
      '10',
    )
    response.end('never seen')
  }, errorPage)
  expect(trailers).not.toHaveProperty('x-checksum')
  expect(trailers).not.toHaveProperty('x-length')
})

test.each<[string, Handler, typeof errorPage | undefined]>([
  [
    'the handler',
    (_, response) => response.write('half') && Promise.reject(new Error('db')),
    errorPage,
  ],
  [
    'the error handling',
    () => Promise.reject(new Error('db')),
    (_error, _request, response) => {
      response.write('half')
      throw new Error('in onError')
    },
  ],
])('an answer that %s breaks off is an error for the client', async (_, handler, onError) => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await expect(answerOf(handler, onError)).rejects.toMatchObject({
    code: 'ERR_HTTP2_STREAM_ERROR',
    message: expect.stringContaining('INTERNAL_ERROR'),
  })
  printed.mockRestore()
})
