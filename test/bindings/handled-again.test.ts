/** A `Request` that is handled once more, when its session could not be opened: nothing of the first time is left. */
import { Elysia } from 'elysia'
import { H3 } from 'h3'
import { Hono } from 'hono'
import { describe, expect, test, vi } from 'vitest'
import { session as forAstro } from '../../src/bindings/astro.js'
import { session as forElysia } from '../../src/bindings/elysia.js'
import { withSession } from '../../src/bindings/fetch.js'
import { session as forH3 } from '../../src/bindings/h3.js'
import { session as forHono } from '../../src/bindings/hono.js'
import { nextSession } from '../../src/bindings/next.js'
import { session as forReactRouter, sessionContext } from '../../src/bindings/react-router.js'
import { session as forSvelteKit } from '../../src/bindings/sveltekit.js'
import { StoreUnavailable } from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { dataOf, factoryOf } from '../contracts/binding/support.js'

type Handle = (request: Request) => Response | Promise<Response>

const write = (session: Session): Response => {
  session.set('a', 1)
  return new Response('ok')
}

/** Handlers that write to the session, by binding. */
const BINDINGS: Readonly<Record<string, (factory: BindableFactory) => Handle>> = {
  fetch: (factory) => withSession(factory, (_request, session) => write(session)),
  Hono: (factory) =>
    new Hono().use(forHono(factory)).get('/', (c) => write(c.get('session') as Session)).fetch,
  Elysia: (factory) =>
    new Elysia().use(forElysia(factory)).get('/', ({ session }) => write(session)).handle,
  h3: (factory) =>
    new H3().use(forH3(factory)).get('/', ({ context }) => write(context.session)).fetch,
  'Next.js': (factory) => {
    const GET = nextSession(factory).withSession((_request, session) => write(session))
    return (request) => GET(request, {})
  },
  SvelteKit: (factory) => {
    const handle = forSvelteKit(factory)
    return (request) => {
      const event = { request, locals: {} as { session: Session }, cookies: { set: vi.fn() } }
      return handle({ event, resolve: ({ locals }) => write(locals.session) })
    }
  },
  Astro: (factory) => {
    const onRequest = forAstro(factory)
    return (request) => {
      const locals = {} as { session: Session }
      return onRequest({ request, locals }, async () => write(locals.session))
    }
  },
  'React Router': (factory) => {
    const [outside, inside] = forReactRouter(factory)
    return async (request) => {
      const values = new Map<unknown, unknown>()
      const get = (key: unknown): unknown => values.get(key)
      const context = { get, set: (key: unknown, value: unknown) => values.set(key, value) }
      const args = { request, context, params: {} } as never
      const page = async () => write(get(sessionContext) as Session)
      return (await outside(args, async () => inside(args, page) as never)) as Response
    }
  },
}

/** A factory whose sessions go out with no exception, and cannot be opened until it is mended. */
function brokenFactory(fails: string) {
  const whole = factoryOf({ cookieOnException: false })
  let isMended = false
  const open: BindableFactory['open'] = (...args) => {
    if (isMended) return whole.open(...args)
    if (fails === 'open()') throw new Error('not ready')
    const load = () => Promise.reject(new StoreUnavailable('own', 'get'))
    return Object.assign(whole.open(...args), { load })
  }
  const factory: BindableFactory = { cookieName: 'session', needsLoad: true, open }
  return { factory, mend: () => (isMended = true) }
}

describe.each(Object.entries(BINDINGS))('%s', (_, make) => {
  test.each(['open()', 'load()'])('%s fails first', async (fails) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { factory, mend } = brokenFactory(fails)
    const handle = make(factory)
    const request = new Request('http://localhost/')
    const first = await Promise.resolve(request)
      .then(handle)
      .catch(() => undefined)
    expect(first?.status ?? 500).toBeGreaterThanOrEqual(500)
    mend()
    const { headers } = await handle(request)
    expect(dataOf({ setCookies: headers.getSetCookie() })).toEqual({ a: 1 })
    vi.restoreAllMocks()
  })
})
