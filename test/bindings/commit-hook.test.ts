/** What `onCommitError` writes into a session: its answer has gone out, so that it is an error in words. */
import { createServer, get } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'
import { SessionCommittedError, signedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'
const factory = signedCookieSessionFactory(SECRET)
const admin = signedCookieSessionFactory(SECRET, { cookieName: 'admin' })
const TOO_MUCH = 'x'.repeat(5000)

afterEach(() => {
  vi.restoreAllMocks()
})

async function cookiesFrom(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<readonly string[]> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sent = get({ port, host: '127.0.0.1', agent: false })
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  server.close()
  return answer.headers['set-cookie'] ?? []
}

function expectPrinted(printed: { mock: { calls: unknown[][] } }): void {
  expect(printed.mock.calls).toEqual([[expect.any(SessionCommittedError)]])
}

test('node: into the session that could not be written', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const cookies = await cookiesFrom(
    withSession(
      factory,
      (request, response) => {
        request.session.set('a', TOO_MUCH)
        response.writeHead(503).end()
      },
      {
        onCommitError: (_error, request) => {
          request.session.clear()
          request.session.flash('too large')
        },
      },
    ),
  )
  expect(cookies).toEqual([])
  expectPrinted(printed)
})

test('node: into another session, whose cookie is set all the same', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const inner = withSession(
    admin,
    (request, response) => {
      const { session } = request as unknown as { session: Session }
      session.set('n', 1)
      request.admin.set('a', TOO_MUCH)
      response.writeHead(503).end()
    },
    {
      property: 'admin',
      onCommitError: (_error, request) =>
        (request as unknown as { session: Session }).session.set('n', 2),
    },
  )
  const [cookie, ...others] = await cookiesFrom(withSession(factory, inner as never))
  expect(others).toEqual([])
  expect(factory.open(cookie!.split(';')[0]).session.peek('n')).toBe(1)
  expectPrinted(printed)
})

test('fetch: into the session that could not be written', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  let kept: Session | undefined
  const handle = withFetchSession(
    factory,
    (_request, session) => {
      kept = session
      session.set('a', TOO_MUCH)
      return new Response('busy', { status: 503 })
    },
    {
      onCommitError: () => {
        kept!.clear()
      },
    },
  )
  const response = await handle(new Request('http://localhost/'))
  expect(response.headers.getSetCookie()).toEqual([])
  expectPrinted(printed)
})
