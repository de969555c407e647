import * as newest from 'react-router'
import * as oldest from 'react-router-oldest'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import * as binding from '../../src/bindings/react-router.js'
import { checkCsrf, csrfRefusal, getCsrfToken } from '../../src/bindings/react-router.js'
import { session, sessionContext, sessionExceptions } from '../../src/bindings/react-router.js'
import type { SessionMiddleware } from '../../src/bindings/react-router.js'
import {
  OptionError,
  StoreUnavailable,
  generateKey,
  storedSessionFactory,
} from '../../src/index.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import type { BindableFactory, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { actionsOf } from '../contracts/binding/actions.js'
import type { Actions, Harness, Reply } from '../contracts/binding/harness.js'
import { bindingContract } from '../contracts/binding/index.js'
import { JOINED } from '../contracts/binding/joined.js'
import { responseOf, serve } from '../contracts/binding/responses.js'
import { TOO_MUCH, factoryOf, sessions } from '../contracts/binding/support.js'
import { pageOf } from './react-router-build.js'
import type { Args, RouteModule } from './react-router-build.js'
import { buildOf } from './react-router-manifest.js'

type Library = typeof newest

const joins =
  ({ createRequestHandler, createContext }: Library): Harness =>
  (app, { factory, admin, csrf, onError, onCommitError }) => {
    const adminContext = createContext<Session>()
    const sessionsOf =
      (context: Args['context']): Actions['session'] =>
      (name) =>
        context.get(name === 'admin' ? adminContext : sessionContext)
    const exempt = ({ url }: Request) => new URL(url).pathname.startsWith('/exempt')
    const middleware = [
      ...session(factory, { onCommitError, ...(csrf && { csrf: { ...csrf, exempt } }) }),
      ...(admin ? session(admin, { context: adminContext, onCommitError }) : []),
    ]
    const answer = async ({ request, context }: Args): Promise<Reply> =>
      app(new URL(request.url).pathname, actionsOf(binding, context, sessionsOf(context)))
    const route: RouteModule = onError
      ? pageOf(answer, (error, context) =>
          onError(csrfRefusal(context) ?? error, sessionsOf(context)),
        )
      : { loader: async (args) => responseOf(await answer(args)) }
    const handleError = sessionExceptions(() => undefined)
    const handle = createRequestHandler(buildOf(route, middleware, handleError), 'development')
    return serve((request) => handle(request))
  }

bindingContract('React Router', joins(newest), JOINED['React Router'])
bindingContract('React Router 8.0', joins(oldest as Library), JOINED['React Router'])

const ORIGIN = 'http://localhost'
const page = (error: unknown): Reply => {
  const { status = 500, statusText, data, message } = error as Record<string, never>
  return { status, chunks: [JSON.stringify([statusText, data, message])] }
}

/** The application in production, all of whose paths `answer` answers, by a page or as a resource. */
function appOf(
  answer: (args: Args) => Reply,
  middleware: SessionMiddleware[],
  isPage = true,
): (path: string, init?: RequestInit) => Promise<Response> {
  const route = isPage
    ? pageOf(async (args) => answer(args), page)
    : { loader: (args: Args) => responseOf(answer(args)) }
  const build = buildOf(route, middleware, () => undefined)
  const handle = newest.createRequestHandler(build, 'production')
  return (path, init) => handle(new Request(ORIGIN + path, init))
}

const POST = { method: 'POST' }
const never = (): Reply => ({ chunks: ['never'] })
const cookieIn = (response: Response): string[] =>
  response.headers.getSetCookie().filter((line) => line.startsWith('session='))

describe('session() for React Router', () => {
  test('of two sessions the one that can be written goes out with the answer to the error', async () => {
    const users = newest.createContext<Session>()
    const app = appOf(
      ({ context }) => {
        context.get(sessionContext).set('a', TOO_MUCH)
        context.get(users).set('b', 1)
        return never()
      },
      [
        ...session(sessions, { onCommitError: () => undefined }),
        ...session(factoryOf({ cookieName: 'b' }), { context: users }),
      ],
    )
    const response = await app('/')
    expect(response.status).toBe(500)
    expect(response.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual(['b'])
  })

  test('the ErrorBoundary is told of a refused request by status and message, in production too', async () => {
    const request = appOf(never, session(sessions, { csrf: {} }))
    const response = await request('/', POST)
    const message = 'check_csrf_token(): Invalid token'
    expect([response.status, await response.json()]).toEqual([400, ['Bad Request', message, null]])
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test('… of one that an action refuses too, and of a form that does not come in time', async () => {
    const check = ({ context }: Args): Reply => {
      checkCsrf(context)
      return never()
    }
    const exempt = appOf(check, session(sessions, { csrf: { exempt: () => true } }))
    expect((await exempt('/', POST)).status).toBe(400)
    const slow = appOf(never, session(sessions, { csrf: {}, csrfBodyTimeout: 0.01 }))
    const form = {
      ...POST,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new ReadableStream(),
      duplex: 'half',
    } as RequestInit
    const response = await slow('/', form)
    expect([response.status, await response.json()]).toEqual([
      408,
      ['Request Timeout', expect.any(String), null],
    ])
  })

  test('an error that comes twice, of a store that is down, say, is answered by its status each time', async () => {
    const down = new StoreUnavailable('own', 'get')
    const open: BindableFactory['open'] = (...args) =>
      Object.assign(sessions.open(...args), { load: () => Promise.reject(down) })
    const request = appOf(never, session({ needsLoad: true, open }))
    expect((await request('/')).status).toBe(503)
    expect((await request('/')).status).toBe(503)
  })

  test('a resource route answers a refused request by its status, and one that fails with 500', async () => {
    const request = appOf(
      ({ context, request }) => {
        context.get(sessionContext).set('a', request.url.endsWith('/spoil') ? TOO_MUCH : 1)
        return { chunks: ['ok'] }
      },
      session(sessions, { csrf: {} }),
      false,
    )
    expect(cookieIn(await request('/'))).toHaveLength(1)
    expect((await request('/', POST)).status).toBe(400)
    const failed = await request('/spoil')
    expect([failed.status, cookieIn(failed)]).toEqual([500, []])
  })

  test('… and where middleware throws for one: the store is written, and onCommitError hears', async () => {
    const onCommitError = vi.fn()
    const kept = storedSessionFactory(memoryStore(), generateKey())
    const throwing: SessionMiddleware = ({ context }) => {
      context.get(sessionContext).invalidate()
      throw new Error('failed')
    }
    const all = session(kept, { onCommitError })
    const begin = ({ context }: Args): Reply => {
      context.get(sessionContext).set('a', 1)
      return { chunks: [] }
    }
    const page = await appOf(begin, all, false)('/')
    const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!
    const failed = await appOf(never, [...all, throwing], false)('/', { headers: { cookie } })
    expect([failed.status, failed.headers.getSetCookie()]).toEqual([500, []])
    expect(onCommitError.mock.calls.map(([{ code, message }]) => [code, message])).toEqual([
      [
        'NO_ANSWER',
        expect.stringMatching(/^The response to the error has no cookie of the session/),
      ],
    ])
    const isNew = ({ context }: Args): Reply => ({
      chunks: [String(context.get(sessionContext).new)],
    })
    const after = await appOf(isNew, all, false)('/', { headers: { cookie } })
    expect(await after.text()).toBe('true')
  })

  test('the redirect of an action that the browser’s router asked for carries the cookie', async () => {
    const request = appOf(({ context }) => {
      context.get(sessionContext).set('a', 1)
      return { location: '/', chunks: [] }
    }, session(sessions))
    const response = await request('/form.data', POST)
    expect([response.status, cookieIn(response).length]).toEqual([202, 1])
  })

  test('in a route and one below it, it is one session', async () => {
    const outer = session(sessions)
    const request = appOf(
      ({ context }) => {
        context.get(sessionContext).set('a', 1)
        return { chunks: ['ok'] }
      },
      [...outer, ...outer, ...session(sessions)],
    )
    expect(cookieIn(await request('/'))).toHaveLength(1)
  })

  test('the key of another cookie is an error', async () => {
    const admins = unencryptedCookieSessionFactoryConfig('seekrit', { cookieName: 'admin' })
    const request = appOf(never, [...session(sessions), ...session(admins)], false)
    expect((await request('/')).status).toBe(500)
    const heard: unknown[] = []
    const build = buildOf({ loader: never }, [...session(sessions), ...session(admins)], (error) =>
      heard.push(error),
    )
    await newest.createRequestHandler(build, 'production')(new Request(ORIGIN))
    expect(heard).toEqual([expect.objectContaining({ code: 'BAD_OPTION', option: 'context' })])
  })

  test('one of its two functions alone is an error', async () => {
    const heard: unknown[] = []
    const build = buildOf({ loader: never }, [session(sessions)[1]], (error) => heard.push(error))
    await newest.createRequestHandler(build, 'production')(new Request(ORIGIN))
    expect(heard).toEqual([expect.objectContaining({ option: 'middleware' })])
  })

  test.each([{ context: null }, { context: 'admin' }, { name: 'admin' }])(
    'wrong options are told at once: %o',
    (options) => expect(() => session(sessions, options as never)).toThrow(OptionError),
  )

  test('without it there is no token', () => {
    const context = new newest.RouterContextProvider()
    expect(() => getCsrfToken(context)).toThrow(/has no session: use session/)
    expect(csrfRefusal(context)).toBeUndefined()
  })

  test('keys and middleware have the types that routes ask for', () => {
    const users = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
    const context = newest.createContext<Session<{ visits: number }>>()
    const middleware = session(users, { context })
    expect(middleware.length).toBeGreaterThan(0)
    expectTypeOf(middleware).toExtend<newest.MiddlewareFunction[]>()
    expectTypeOf(middleware).toExtend<newest.MiddlewareFunction<Response>[]>()
    expectTypeOf(session<{ visits: string }>)
      .parameter(1)
      .exclude(undefined)
      .toHaveProperty('context')
      .not.toEqualTypeOf(context)
  })
})
