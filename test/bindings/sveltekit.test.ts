/** What the binding does with the events of SvelteKit, for which others stand in; the contract is in examples/sveltekit. */
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import {
  checkCsrf,
  getCsrfToken,
  newCsrfToken,
  session,
  sessionErrors,
} from '../../src/bindings/sveltekit.js'
import type { SessionHandle, SessionLocals } from '../../src/bindings/sveltekit.js'
import {
  OptionError,
  SessionCommittedError,
  generateKey,
  sealedCookieSessionFactory,
  sealedFormat,
  storedSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { TOO_MUCH, dataOf, factoryOf, gate, sessions } from '../contracts/binding/support.js'
import { typeTest } from '../support/type-test.js'

interface Locals {
  session: Session
}

interface Event {
  readonly request: Request
  readonly locals: Locals
  readonly isSubRequest: boolean
  readonly cookies: Cookies
}

/** SvelteKit's, as far as they are needed here: those of SvelteKit 2 cannot parse. */
interface Cookies {
  readonly set: (...args: unknown[]) => void
}

function eventOf(init: RequestInit = {}, isSubRequest = false): Event {
  const request = new Request('http://localhost/', init)
  return { request, locals: {} as Locals, isSubRequest, cookies: { set: vi.fn() } }
}

const setCookies = ({ headers }: Response) => ({ setCookies: headers.getSetCookie() })
const dataIn = (response: Response): unknown => dataOf(setCookies(response))
const ok = (): Response => new Response('ok')

const touching = ({ locals }: Event): Response => {
  locals.session.set('a', 1)
  return ok()
}

/** SvelteKit's redirect(), which it throws. */
const redirect = { status: 303, location: '/sign-in' }

/** A form with the token of a page, and the cookie of its session. */
async function signInForm(handle: SessionHandle) {
  let token = ''
  const page = await handle({
    event: eventOf(),
    resolve: (event) => {
      token = getCsrfToken(event)
      return ok()
    },
  })
  const cookie = page.headers.getSetCookie()[0]!.split(';')[0]!
  return { cookie, body: new URLSearchParams({ csrf_token: token, name: 'Ada' }) }
}

describe('handle of SvelteKit', () => {
  test('puts the session into the locals, and sets its cookie', async () => {
    const handle = session(sessions)
    expect(dataIn(await handle({ event: eventOf(), resolve: touching }))).toEqual({ a: 1 })
  })

  test('passes an untouched response on as it is', async () => {
    const response = ok()
    expect(await session(sessions)({ event: eventOf(), resolve: () => response })).toBe(response)
  })

  test('sets the cookie on the error page that SvelteKit answers with', async () => {
    const resolve = ({ locals }: Event) => {
      locals.session.set('a', 1)
      return new Response('500', { status: 500 })
    }
    expect(dataIn(await session(sessions)({ event: eventOf(), resolve }))).toEqual({ a: 1 })
  })

  test('answers a refused request by its status, and what onError gives', async () => {
    const resolve = vi.fn(ok)
    const refused = (options: object) =>
      session(sessions, { csrf: {}, ...options })({ event: eventOf({ method: 'POST' }), resolve })
    expect((await refused({})).status).toBe(400)
    const onError = (error: unknown, { locals }: { locals: SessionLocals }) => {
      locals.session.flash((error as Error).name)
      return new Response('own', { status: 418 })
    }
    const answer = await refused({ onError })
    expect([answer.status, dataIn(answer)]).toEqual([418, { _f_: ['BadCsrfToken'] }])
    expect(resolve).not.toHaveBeenCalled()
  })

  test('an action can read the form that was read for its token', async () => {
    const handle = session(sessions, { csrf: {} })
    const { body, cookie } = await signInForm(handle)
    const event = eventOf({ method: 'POST', headers: { cookie }, body })
    const resolve = async ({ request }: Event) =>
      new Response(String((await request.formData()).get('name')))
    expect(await (await handle({ event, resolve })).text()).toBe('Ada')
  })

  test('throws a session that cannot be written, for SvelteKit to answer', async () => {
    const resolve = ({ locals }: Event) => {
      locals.session.set('a', TOO_MUCH)
      return ok()
    }
    await expect(session(sessions)({ event: eventOf(), resolve })).rejects.toMatchObject({
      code: 'COOKIE_TOO_LARGE',
    })
  })

  test('a redirect that a handle inside it throws carries the cookie, as one of event.cookies', async () => {
    const event = eventOf()
    const resolve = ({ locals }: Event) => {
      locals.session.set('a', 1)
      throw redirect
    }
    await expect(session(sessions)({ event, resolve })).rejects.toBe(redirect)
    const [[name, value, options]] = vi.mocked(event.cookies.set).mock.calls as [unknown[]]
    expect(dataOf({ setCookies: [`${String(name)}=${String(value)}`] })).toEqual({ a: 1 })
    expect(options).toMatchObject({ path: '/', secure: false, httpOnly: false })
    expect((options as { encode: (value: string) => string }).encode('a=')).toBe('a=')
  })

  test.each([
    ['/shop/cart', '/shop'],
    ['/shop/', '/shop'],
    ['/cart', '/'],
    ['/', '/'],
  ])(
    '… below the path that browsers take where none is said: of %s it is %s',
    async (url, path) => {
      const request = new Request(`http://localhost${url}?from=/a/b`)
      const event = { ...eventOf(), request }
      const resolve = ({ locals }: Event) => {
        locals.session.set('a', 1)
        throw redirect
      }
      const handle = session(factoryOf({ cookiePath: null, cookieSameSite: null }))
      await expect(handle({ event, resolve })).rejects.toBe(redirect)
      const [[, , options]] = vi.mocked(event.cookies.set).mock.calls as [unknown[]]
      expect(options).toMatchObject({ path, sameSite: undefined })
      expect(options).toHaveProperty('sameSite')
    },
  )

  test('… and of two of one name, of which SvelteKit keeps the last, that is the factory’s own', async () => {
    const key = generateKey()
    const older = { format: sealedFormat(key, {}), partitioned: true, until: '2100-01-01' } as const
    const factory = sealedCookieSessionFactory(key, { acceptFormats: [older] })
    const begun = factory.open()
    begun.session.set('a', 1)
    const event = eventOf({ headers: { cookie: begun.commit()[0]![1].split(';')[0]! } })
    const resolve = ({ locals }: Event) => {
      locals.session.invalidate()
      throw redirect
    }
    await expect(session(factory)({ event, resolve })).rejects.toBe(redirect)
    const isPartitioned = vi
      .mocked(event.cookies.set)
      .mock.calls.map(([, , options]) => (options as { partitioned?: boolean }).partitioned)
    expect(isPartitioned).toEqual([true, undefined])
  })

  test('… also with cookieOnException: false, as it is no error', async () => {
    const event = eventOf()
    const resolve = ({ locals }: Event) => {
      locals.session.set('a', 1)
      throw redirect
    }
    const handle = session(factoryOf({ cookieOnException: false }))
    await expect(handle({ event, resolve })).rejects.toBe(redirect)
    expect(event.cookies.set).toHaveBeenCalledOnce()
  })

  test('a request that the application makes to itself has the session of the one around it', async () => {
    const handle = session(sessions, { csrf: {} })
    const resolve = async (event: Event) => {
      event.locals.session.set('a', 1)
      const inner = eventOf({ method: 'POST' }, true)
      const answer = await handle({
        event: inner,
        resolve: ({ locals }) => {
          expect(locals.session).toBe(event.locals.session)
          expect(getCsrfToken(inner)).toBe(getCsrfToken(event))
          locals.session.set('b', 2)
          return ok()
        },
      })
      expect(answer.headers.getSetCookie()).toEqual([])
      return ok()
    }
    expect(dataIn(await handle({ event: eventOf(), resolve }))).toMatchObject({ a: 1, b: 2 })
  })

  test('… and is not checked again, when the form of that was read', async () => {
    const handle = session(sessions, { csrf: {} })
    const { body, cookie } = await signInForm(handle)
    const resolve = async ({ request }: Event) => {
      await request.formData()
      return handle({ event: eventOf({ method: 'POST', headers: { cookie } }, true), resolve: ok })
    }
    const event = eventOf({ method: 'POST', headers: { cookie }, body })
    expect((await handle({ event, resolve })).status).toBe(200)
  })

  test('… and one without cookies is of nobody', async () => {
    const handle = session(sessions)
    const cookie = await handle({ event: eventOf(), resolve: touching }).then(
      ({ headers }) => headers.getSetCookie()[0]!.split(';')[0]!,
    )
    const resolve = async () => {
      const inner = eventOf({}, true)
      await handle({
        event: inner,
        resolve: ({ locals }) => {
          expect(locals.session.toJSON()).toEqual({})
          return ok()
        },
      })
      return ok()
    }
    await handle({ event: eventOf({ headers: { cookie } }), resolve })
    expect.assertions(1)
  })

  test('the answer to a visitor who left while his session was stored has no body that could fail', async () => {
    const memory = memoryStore()
    const leaving = new AbortController()
    const create: typeof memory.create = (...args) => {
      leaving.abort()
      return memory.create(...args)
    }
    const handle = session(storedSessionFactory({ ...memory, create }, generateKey()))
    const answer = await handle({
      event: eventOf({ signal: leaving.signal }),
      resolve: ({ locals }) => {
        locals.session.set('a', 1)
        const start = (controller: ReadableStreamDefaultController) =>
          leaving.signal.addEventListener('abort', () => controller.error(new Error('gone')))
        return new Response(new ReadableStream({ start }), { status: 201 })
      },
    })
    expect([answer.status, answer.body]).toEqual([201, null])
  })

  test('… and one that is made once its page has gone out reads the session, which cannot be changed', async () => {
    const onCommitError = vi.fn()
    const store = memoryStore()
    const stored = storedSessionFactory(store, generateKey())
    const handle = session(stored, { csrf: {}, onCommitError })
    const begun = await handle({ event: eventOf(), resolve: touching })
    const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!
    const withCookie = () => eventOf({ headers: { cookie } })
    const { opened, open } = gate()
    const answers: Promise<Response>[] = []
    const later = async (isSub: boolean, resolve: (event: Event) => Response) => {
      await opened
      return handle({ event: { ...withCookie(), isSubRequest: isSub }, resolve })
    }
    const resolve = ({ locals }: Event) => {
      answers.push(
        later(true, (event) => {
          expect(event.locals.session).toBe(locals.session)
          return Response.json(event.locals.session.get('a'))
        }),
        later(true, (event) => {
          expect(() => getCsrfToken(event)).toThrow(SessionCommittedError)
          event.locals.session.regenerate()
          return ok()
        }),
      )
      return ok()
    }
    const event = withCookie()
    await handle({ event, resolve })
    open()
    expect(await (await answers[0]!).json()).toBe(1)
    await expect(answers[1]).rejects.toMatchObject({ code: 'SESSION_COMMITTED' })
    expect(onCommitError).not.toHaveBeenCalled()
    const again = await handle({
      event: { ...event, locals: {} as Locals },
      resolve: ({ locals }) => {
        locals.session.set('b', 2)
        return Response.json(locals.session)
      },
    })
    expect(await again.json()).toEqual({ a: 1, b: 2 })
  })

  test('… also where it was made by a page that was handled again, and was without a session before', async () => {
    const handle = session(sessions)
    const event = eventOf()
    await handle({ event, resolve: ok })
    const answer = await handle({
      event: { ...event, locals: {} as Locals },
      resolve: async () => {
        await handle({ event: eventOf({}, true), resolve: touching })
        return ok()
      },
    })
    expect(dataIn(answer)).toEqual({ a: 1 })
  })

  test('what a handle inside it has answered by onError is no exception', async () => {
    const onError = () => new Response('page', { status: 500 })
    const admin = factoryOf({ cookieName: 'admin' })
    const inner = session(admin, { name: 'admin', onError })
    const resolve = async (event: Event) => {
      event.locals.session.set('a', 1)
      return inner({ event, resolve: () => Promise.reject(new Error('failed')) })
    }
    const handle = session(factoryOf({ cookieOnException: false }))
    expect(dataIn(await handle({ event: eventOf(), resolve }))).toEqual({ a: 1 })
  })

  test('a name that is taken is an error, and another name is free', async () => {
    const event = eventOf()
    Object.assign(event.locals, { session: 'mine' })
    await expect(session(sessions)({ event, resolve: ok })).rejects.toThrow(/^name must be a free/)
    await session(sessions, { name: 'admin' })({ event, resolve: ok })
    expect(event.locals).toHaveProperty('admin')
  })
})

/** How the versions say that nobody foresaw an error, and that SvelteKit itself has thrown it, for a missing page, say. */
const VERSIONS = [
  { version: 2, unknown: { status: 500 }, framework: { status: 404 } },
  { version: 3, unknown: { kind: 'unknown' }, framework: { kind: 'framework' } },
]

describe.each(VERSIONS)('handleError of SvelteKit $version', ({ unknown, framework }) => {
  const failing = (said: object) => (event: Event) => {
    event.locals.session.set('a', 1)
    sessionErrors(() => undefined)({ error: new Error('failed'), event, ...said })
    return new Response('500', { status: 500 })
  }

  test('tells the session of an exception', async () => {
    const handle = session(factoryOf({ cookieOnException: false }))
    const answer = await handle({ event: eventOf(), resolve: failing(unknown) })
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('… but a page that is not there is none', async () => {
    const handle = session(factoryOf({ cookieOnException: false }))
    const answer = await handle({ event: eventOf(), resolve: failing(framework) })
    expect(dataIn(answer)).toEqual({ a: 1 })
  })

  test('without an own hook an unknown error is printed', () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const error = new Error('failed')
    for (const said of [unknown, framework]) sessionErrors()({ error, event: eventOf(), ...said })
    expect(printed.mock.calls).toEqual([[error]])
    printed.mockRestore()
  })
})

describe('handleError of SvelteKit', () => {
  test('answers what checkCsrf() refuses by its status, unless the own hook answers', async () => {
    const answers: unknown[] = []
    const resolve = (event: Event) => {
      try {
        checkCsrf(event, { csrf_token: 'wrong' })
      } catch (error) {
        answers.push(sessionErrors()({ error, event, kind: 'unknown' }))
        answers.push(sessionErrors(() => ({ status: 418 }))({ error, event }))
      }
      return ok()
    }
    await session(sessions, { csrf: { exempt: () => true } })({ event: eventOf(), resolve })
    expect(answers).toEqual([{ status: 400, message: 'Bad Request' }, { status: 418 }])
  })

  test('without an own hook what the application threw by error() is not printed', () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const error = new Error('failed')
    sessionErrors()({ error, event: eventOf(), kind: 'app' })
    expect(printed).not.toHaveBeenCalled()
    printed.mockRestore()
  })
})

test('options and the factory are checked at once', () => {
  expect(() => session('secret' as never)).toThrow(OptionError)
  expect(() => session(sessions, { nmae: 'admin' } as never)).toThrow(/^nmae is not an option/)
  expect(() => session(sessions, { onError: 1 as never })).toThrow(OptionError)
})

test('the locals have the type of the factory’s data', () => {
  const counted = unencryptedCookieSessionFactoryConfig<{ visits: number }>('seekrit')
  session(counted, {
    name: 'admin',
    onError: (_, { locals }) => {
      expectTypeOf(locals.admin.get('visits')).toEqualTypeOf<number | undefined>()
      return ok()
    },
  })
  expectTypeOf<SessionLocals<{ visits: number }>['session']>().toEqualTypeOf<
    Session<{ visits: number }>
  >()
  expect(newCsrfToken).toBeTypeOf('function')
})

typeTest('the hook has the type that SvelteKit 2 and 3 ask for', () => {
  type Failure = Parameters<ReturnType<typeof sessionErrors>>[0]
  type HandleServerError2 = (input: Failure & { status: number }) => void | { message: string }
  type HandleServerError3 = (input: Failure) => void | { status?: number; message?: string }
  expectTypeOf(sessionErrors()).toExtend<HandleServerError2>()
  expectTypeOf(sessionErrors()).toExtend<HandleServerError3>()
})
