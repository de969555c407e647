/** Who may still do something with a response that the error handling answers. */
import { get } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/node.js'
import { signedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)
const TOO_MUCH = 'x'.repeat(5000)

type Handler = (response: ServerResponse) => unknown

let stop = (): void => undefined
afterEach(() => stop())

/** What comes where the session cannot be written. */
async function answerOf(
  handler: Handler,
  onError: Handler,
): Promise<IncomingMessage & { body: string }> {
  const server = createServer(
    withSession(
      factory,
      (request, response) => {
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
  const { port } = server.address() as AddressInfo
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
