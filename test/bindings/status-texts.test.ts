/** A fetched response may have a status text that the platform makes no response with. */
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { Elysia } from 'elysia'
import { H3 } from 'h3'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as forAstro from '../../src/bindings/astro.js'
import * as forElysia from '../../src/bindings/elysia.js'
import * as forFetch from '../../src/bindings/fetch.js'
import * as forH3 from '../../src/bindings/h3.js'
import * as forHono from '../../src/bindings/hono.js'
import { nextSession } from '../../src/bindings/next.js'
import * as forSvelteKit from '../../src/bindings/sveltekit.js'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import type { Session } from '../../src/index.js'

const factory = sealedCookieSessionFactory(generateKey(), { cookieName: 'sid', secure: 'auto' })
const TEXTS = { plain: 'Not Found', Latin: 'Non trouvé', control: 'OK\x01' } as const

let upstream: Server
let get: (text: string) => Promise<Response>

beforeAll(async () => {
  upstream = createServer((socket) => {
    socket.once('data', (data) => {
      const text = decodeURIComponent(/GET \/(\S*)/.exec(String(data))![1]!)
      const head = `HTTP/1.1 404 ${text}\r\nContent-Length: 2\r\nX-Own: 1\r\nConnection: close\r\n\r\n`
      socket.end(Buffer.from(`${head}hi`, 'latin1'))
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const { port } = upstream.address() as AddressInfo
  get = (text) => fetch(`http://127.0.0.1:${port}/${encodeURIComponent(text)}`)
})
afterAll(() => upstream.close())

type Handle = (request: Request, text: string) => Response | Promise<Response>

const eventOf = (request: Request) => ({ request, locals: {} as never, isSubRequest: false })

const bindings: Readonly<Record<string, Handle>> = {
  fetch: (request, text) =>
    forFetch.withSession(factory, (_, session) => {
      session.set('a', 1)
      return get(text)
    })(request),
  Hono: (request, text) =>
    new Hono()
      .use(forHono.session(factory))
      .get('/', (c) => {
        c.var.session.set('a', 1)
        return get(text)
      })
      .request(request),
  h3: (request, text) =>
    new H3()
      .use(forH3.session(factory))
      .get('/', ({ context }) => {
        ;(context['session'] as Session).set('a', 1)
        return get(text)
      })
      .fetch(request),
  Elysia: (request, text) =>
    new Elysia()
      .use(forElysia.session(factory))
      .get('/', ({ session }) => {
        session.set('a', 1)
        return get(text)
      })
      .handle(request),
  SvelteKit: (request, text) =>
    forSvelteKit.session(factory)({
      event: { ...eventOf(request), cookies: { set: () => undefined } } as never,
      resolve: (({ locals }: { locals: { session: Session } }) => {
        locals.session.set('a', 1)
        return get(text)
      }) as never,
    }) as Promise<Response>,
  Astro: async (request, text) => {
    const context = eventOf(request)
    const onRequest = forAstro.session(factory) as (...args: unknown[]) => Promise<Response>
    return onRequest(context, () => {
      ;(context.locals as { session: Session }).session.set('a', 1)
      return get(text)
    })
  },
  'Next.js': (request, text) =>
    nextSession(factory).withSession((_request, session) => {
      session.set('a', 1)
      return get(text)
    })(request, {}),
  'a proxy of Next.js that goes on': (request, text) =>
    nextSession(factory).sessionProxy(async (_request, session) => {
      session.set('a', 1)
      const fetched = await get(text)
      const headers = new Headers([...fetched.headers, ['x-middleware-next', '1']])
      return Object.defineProperty(fetched, 'headers', { value: headers })
    })(request, {} as never),
}

describe.each(Object.entries(bindings))('%s', (_name, handle) => {
  test.each(Object.entries(TEXTS))('%s', async (_, text) => {
    const response = await handle(new Request('http://localhost/'), text)
    expect(response.status).toBe(404)
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^sid=/)])
    expect(response.headers.get('X-Own')).toBe('1')
    expect(await response.text()).toBe('hi')
    if (text === TEXTS.plain) expect(response.statusText).toBe(text)
  })
})
