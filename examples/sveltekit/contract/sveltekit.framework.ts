/** The contract of bindings in SvelteKit, and what its pages and actions do besides. */
import type { RequestListener } from 'node:http'
import { VERSION } from '@sveltejs/kit'
import { describe, expect, test } from 'vitest'
import { session, sessionErrors } from '../../../src/bindings/sveltekit.js'
import * as binding from '../../../src/bindings/sveltekit.js'
import type { SvelteKitEvent } from '../../../src/bindings/sveltekit.js'
import { actionsOf, sessionsOf } from '../../../test/contracts/binding/actions.js'
import type { Actions, Harness, Server } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { listen } from '../../../test/contracts/binding/node-server.js'
import { responseOf } from '../../../test/contracts/binding/responses.js'
import {
  TOO_MUCH,
  cookiesOf,
  dataOf,
  factoryOf,
  sessions,
} from '../../../test/contracts/binding/support.js'

/** As it is here. */
interface Event extends SvelteKitEvent {
  readonly url: URL
  readonly fetch: typeof fetch
  readonly locals: Readonly<Record<string, unknown>>
  readonly platform: { readonly req: object }
}

interface Input {
  readonly event: Event
  readonly resolve: (event: Event) => Response | Promise<Response>
}

interface Failure {
  readonly error: unknown
  readonly event: Event
  readonly kind?: string
  readonly status?: number
}

/** The hooks of one server, and its only endpoint. */
interface Own {
  readonly handle: (input: Input) => Promise<Response>
  readonly handleError: (input: Failure) => unknown
  readonly answer: (event: Event) => Response | Promise<Response>
}

/** By the requests of Node, which adapter-node hands on. */
const owners = new WeakMap<object, Own>()
const hooksOf = ({ platform }: Event): Own => owners.get(platform.req)!
const contract: { hooksOf: typeof hooksOf; redirect?: (status: number, to: string) => never } = {
  hooksOf,
}
Object.assign(globalThis, { cartoucheContract: contract })

// What a proxy says of a request stands in headers that adapter-node is told of.
Object.assign(process.env, { PROTOCOL_HEADER: 'x-scheme', HOST_HEADER: 'x-host' })
const built = new URL('build/handler.js', import.meta.url).href
const { handler } = (await import(/* @vite-ignore */ built)) as { handler: RequestListener }

function serve(own: Own, trustProxy = false): Promise<Server> {
  return listen((request, response) => {
    const { headers } = request
    const said = (name: string): unknown => (trustProxy ? headers[name] : undefined)
    const scheme = said('x-forwarded-proto') ?? 'http'
    Object.assign(headers, {
      'x-scheme': scheme,
      'x-host': said('x-forwarded-host') ?? headers.host,
    })
    owners.set(request, own)
    handler(request, response)
  })
}

/** A `handle` inside that of the session which passes on what SvelteKit tells no `handle`. */
const thrown = new WeakMap<object, unknown>()
const rethrowing = async (input: Input): Promise<Response> => {
  const response = await input.resolve(input.event)
  if (thrown.has(input.event.request)) throw thrown.get(input.event.request)
  return response
}
const noteThrown = ({ error, event }: Failure): void => void thrown.set(event.request, error)

type Handle = Own['handle']

const inside =
  (outer: Handle, inner: Handle): Handle =>
  ({ event, resolve }) =>
    outer({ event, resolve: (event) => inner({ event, resolve }) })

const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')

const joins: Harness = (app, { factory, admin, csrf, trustProxy, onError, onCommitError }) => {
  const page = (error: unknown, { locals }: { locals: object }) =>
    responseOf(onError!(error, sessionsOf(locals)))
  const checks = csrf && { csrf: { ...csrf, exempt } }
  const handle = session(factory, { onCommitError, ...(onError && { onError: page }), ...checks })
  const both = admin && inside(handle, session(admin, { onCommitError, name: 'admin' }))
  const answer = async (event: Event): Promise<Response> => {
    const assign = (value: unknown) => Object.assign(event.locals, { session: value })
    const actions: Actions = { ...actionsOf(binding, event, sessionsOf(event.locals)), assign }
    return responseOf(await app(event.url.pathname, actions))
  }
  return serve(
    { handle: inside(both ?? handle, rethrowing), handleError: noteThrown, answer },
    trustProxy,
  )
}

bindingContract('SvelteKit', joins, JOINED.SvelteKit)

/** Serves one endpoint, with the session and without a `handle` of ours. */
async function answerOf(
  answer: (event: Event, actions: Actions) => Response | Promise<Response>,
  {
    factory = sessions,
    path = '/',
    init = {} as Parameters<Server['request']>[2],
    options = {},
  } = {},
) {
  const server = await serve({
    handle: session(factory, options),
    handleError: sessionErrors(() => undefined),
    answer: (event) => answer(event, actionsOf(binding, event, sessionsOf(event.locals))),
  })
  const answered = await server.request(path, undefined, init)
  await server.stop()
  return answered
}

const ok = (): Response => new Response('ok')

const fails = (_: Event, { session }: Actions) => {
  session().set('a', 1)
  throw new Error('failed')
}

/** The cookie of a visitor whose session holds something. */
function cookieWith(data: Readonly<Record<string, unknown>>): string {
  const { session: own, commit } = sessions.open()
  for (const [key, value] of Object.entries(data)) own.set(key, value)
  return cookiesOf({ setCookies: commit().map(([, line]) => line) })
}

describe('SvelteKit', () => {
  test('answers an endpoint that throws with its error page, which has the cookie', async () => {
    const page = await answerOf(fails)
    expect([page.status, page.body.trim(), dataOf(page)]).toEqual([500, 'Internal Error', { a: 1 }])
    const factory = factoryOf({ cookieOnException: false })
    expect((await answerOf(fails, { factory })).setCookies).toEqual([])
  })

  test('answers what checkCsrf() refuses by its status', async () => {
    const options = { csrf: { exempt: () => true } }
    const init = { method: 'POST' }
    const refused = await answerOf((_, { check }) => (check({}), ok()), { options, init })
    const status = VERSION.startsWith('2.') ? 500 : 400 // In 2 handleError can say none.
    expect([refused.status, refused.body.trim()]).toEqual([status, 'Bad Request'])
  })

  test('has a session that cannot be written answered by its own error page', async () => {
    const page = await answerOf((_, { session }) => (session().set('a', TOO_MUCH), ok()))
    expect([page.status, page.body.trim(), page.setCookies]).toEqual([500, 'Internal Error', []])
  })

  test('a redirect that a handle throws carries the cookie', async () => {
    const server = await serve({
      handle: inside(session(sessions), ({ event }) => {
        sessionsOf(event.locals)().set('a', 1)
        return contract.redirect!(303, '/sign-in')
      }),
      handleError: () => undefined,
      answer: ok,
    })
    const answer = await server.request('/')
    await server.stop()
    expect([answer.status, answer.location]).toEqual([303, '/sign-in'])
    expect(dataOf(answer)).toEqual({ a: 1 })
  })
})

describe('a request inside the server of SvelteKit', () => {
  test('event.fetch of an endpoint changes the session of the page; it is written once', async () => {
    const page = await answerOf(async (event, { session }) => {
      if (event.url.pathname === '/inner') return (session().set('b', 2), ok())
      session().set('a', 1)
      return event.fetch('/inner')
    })
    expect(dataOf(page)).toEqual({ a: 1, b: 2 })
  })

  test.each([
    ['without cookies', { b: 2 }, { credentials: 'omit' }],
    [
      'with another session',
      { user: 'Bob', b: 2 },
      { headers: { cookie: cookieWith({ user: 'Bob' }) } },
    ],
  ])('event.fetch %s leaves the visitor his own', async (_, expected, init) => {
    const seen: unknown[] = []
    const server = await serve({
      handle: session(sessions),
      handleError: () => undefined,
      answer: async (event) => {
        const { pathname } = event.url
        if (pathname === '/inner') seen.push(sessionsOf(event.locals)().set('b', 2).toJSON())
        else await event.fetch('/inner', init as RequestInit)
        return ok()
      },
    })
    const { setCookies } = await server.request('/', cookieWith({ user: 'Ada' }))
    await server.stop()
    expect([seen, setCookies]).toEqual([[expected], []])
  })
})
