/** The contract of bindings in Astro, and what its error pages and cookies do besides. */
import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { session } from '../../../src/bindings/astro.js'
import * as binding from '../../../src/bindings/astro.js'
import type { AstroContext } from '../../../src/bindings/astro.js'
import { actionsOf, sessionsOf } from '../../../test/contracts/binding/actions.js'
import type { Actions, Harness, Server } from '../../../test/contracts/binding/harness.js'
import { bindingContract } from '../../../test/contracts/binding/index.js'
import { JOINED } from '../../../test/contracts/binding/joined.js'
import { listen } from '../../../test/contracts/binding/node-server.js'
import { responseOf } from '../../../test/contracts/binding/responses.js'
import {
  TOO_MUCH,
  callsOf,
  dataOf,
  factoryOf,
  sessions,
} from '../../../test/contracts/binding/support.js'

/** As it is here. */
interface Context extends AstroContext {
  readonly url: URL
  readonly rewrite: (path: string) => Promise<Response>
  readonly cookies: { readonly set: (name: string, value: string) => void }
}

type Next = () => Promise<Response>
type Middleware = (context: Context, next: Next) => Promise<Response>

/** The middleware of one server, and its only endpoint. */
interface Own {
  readonly onRequest: Middleware
  readonly answer: (context: Context) => Response | Promise<Response>
  /** What the page 500.astro does. */
  readonly onError?: (context: Context) => void
}

/** By a header, which Astro's adapter hands on. */
const servers = new Map<string, Own>()
const serverOf = ({ request }: Context): Own => servers.get(request.headers.get('x-contract')!)!
Object.assign(globalThis, { cartoucheContract: { serverOf } })

async function handlerOf(build: string): Promise<RequestListener> {
  const file = new URL(`dist/${build}/server/entry.mjs`, import.meta.url).href
  return ((await import(/* @vite-ignore */ file)) as { handler: RequestListener }).handler
}
const handlers = { plain: await handlerOf('plain'), trusting: await handlerOf('trusting') }

function serve(own: Own, trustProxy = false): Promise<Server> {
  const id = String(servers.size)
  servers.set(id, own)
  return listen((request, response) => {
    request.headers['x-contract'] = id
    handlers[trustProxy ? 'trusting' : 'plain'](request, response)
  })
}

const inside =
  (outer: Middleware, inner: Middleware): Middleware =>
  (context, next) =>
    outer(context, () => inner(context, next))

const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')

const joins: Harness = (app, { factory, admin, csrf, trustProxy, onError, onCommitError }) => {
  const page = (error: unknown, { locals }: { locals: object }) =>
    responseOf(onError!(error, sessionsOf(locals)))
  const checks = csrf && { csrf: { ...csrf, exempt } }
  const users = session(factory, { onCommitError, ...(onError && { onError: page }), ...checks })
  const both = admin && inside(users, session(admin, { onCommitError, name: 'admin' }))
  const answer = async (context: Context): Promise<Response> => {
    const assign = (value: unknown) => Object.assign(context.locals, { session: value })
    const actions: Actions = { ...actionsOf(binding, context, sessionsOf(context.locals)), assign }
    return responseOf(await app(context.url.pathname, actions))
  }
  return serve({ onRequest: both ?? users, answer }, trustProxy)
}

bindingContract('Astro', joins, JOINED.Astro)

type Answer = (context: Context, actions: Actions) => Response | Promise<Response>

/** Serves one endpoint. */
async function answerOf(
  answer: Answer,
  { factory = sessions, ...own } = {} as Partial<Own> & { factory?: typeof sessions },
) {
  const server = await serve({
    onRequest: session(factory),
    answer: (context) => answer(context, actionsOf(binding, context, sessionsOf(context.locals))),
    ...own,
  })
  const answered = await server.request('/')
  await server.stop()
  return answered
}

const silently = (run: () => Promise<unknown>) => callsOf(console, 'error', run)
const ok = (): Response => new Response('ok')

const fails: Answer = (_, { session }) => {
  session().set('a', 1)
  throw new Error('failed')
}
const throwsAfter: Middleware = async (_, next) => {
  await next()
  throw new Error('failed after the page')
}
const onError = ({ locals }: Context) => sessionsOf(locals)().set('b', 2)

describe('Astro', () => {
  test('its own cookies go out beside that of the session', async () => {
    const { setCookies } = await answerOf(({ cookies }, { session }) => {
      cookies.set('own', '1')
      session().set('a', 1)
      return ok()
    })
    expect(setCookies).toEqual([
      expect.stringMatching(/^session=/),
      expect.stringMatching(/^own=1/),
    ])
  })

  test('the page 500.astro has the session of the request, and its cookie', async () => {
    await silently(async () => {
      const page = await answerOf(fails, { onError })
      expect([page.status, page.body.includes('our page of errors')]).toEqual([500, true])
      expect(dataOf(page)).toEqual({ a: 1, b: 2 })
      const factory = factoryOf({ cookieOnException: false })
      expect((await answerOf(fails, { onError, factory })).setCookies).toEqual([])
    })
  })

  test('where middleware throws for that page too, onCommitError hears of what is lost', async () => {
    const codes: unknown[] = []
    const onCommitError = (error: unknown) => void codes.push((error as { code: string }).code)
    const onRequest = inside(session(sessions, { onCommitError }), throwsAfter)
    await silently(async () => {
      const page = await answerOf(fails, { onRequest })
      expect([page.status, page.body.includes('our page of errors')]).toEqual([500, true])
      expect(page.setCookies).toEqual([])
    })
    expect(codes).toEqual(['NO_ANSWER'])
  })

  test('has a session that cannot be written answered by 500.astro', async () => {
    await silently(async () => {
      const page = await answerOf((_, { session }) => (session().set('a', TOO_MUCH), ok()))
      expect([page.status, page.body.includes('our page of errors')]).toEqual([500, true])
      expect(page.setCookies).toEqual([])
    })
  })

  test('a rewrite has the session of the request; it is written once', async () => {
    const page = await answerOf((context, { session }) => {
      if (context.url.pathname === '/inner') return (session().set('b', 2), ok())
      session().set('a', 1)
      return context.rewrite('/inner')
    })
    expect(dataOf(page)).toEqual({ a: 1, b: 2 })
  })
})
