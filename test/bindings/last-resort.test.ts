/** What is left when the application's own error answer cannot go out; and what caches hear of tokens. */
import http from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { CookieCSRFStoragePolicy, signedCookieSessionFactory } from '../../src/index.js'
import { getCsrfToken, withSession as withFetchSession } from '../../src/bindings/fetch.js'
import { withSession } from '../../src/bindings/node.js'

const factory = signedCookieSessionFactory('k9'.repeat(40))

afterEach(() => {
  vi.restoreAllMocks()
})

async function statusOf(server: http.Server, method: string): Promise<number | undefined> {
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const sent = http.request({ port, method }).end()
  const [answer] = (await once(sent, 'response')) as [http.IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  server.close()
  return answer.statusCode
}

test.each(['two\nlines', 'an arrow →'])(
  'a status message that Node refuses: %j',
  async (message) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const handler = withSession(
      factory,
      () => {
        throw new Error(message)
      },
      {
        onError(error, _request, response) {
          response.statusMessage = (error as Error).message
          response.end('sorry')
        },
      },
    )
    expect(await statusOf(http.createServer(handler), 'GET')).toBe(500)
  },
)

test('a HEAD request is answered without a body', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const handler = withSession(factory, () => {
    throw new Error('any')
  })
  const server = http.createServer({ rejectNonStandardBodyWrites: true }, handler)
  expect(await statusOf(server, 'HEAD')).toBe(500)
})

test('a page with the token of a cookie varies by it, also where the cookie is old', async () => {
  const app = withFetchSession(factory, (request) => new Response(getCsrfToken(request)), {
    csrf: { policy: new CookieCSRFStoragePolicy() },
  })
  const first = await app(new Request('https://shop.example/'))
  const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!
  const second = await app(new Request('https://shop.example/', { headers: { cookie } }))
  expect(await second.text()).toBe(await first.text())
  expect(second.headers.get('Vary')).toBe('Cookie')
})
