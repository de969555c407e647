/**
 * What a handler throws is left to the platform, whose answer has no cookie; but not where the visitor would be signed out by
 * that, as the session has another id by then, and the one that the browser knows has ended.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withSession } from '../../src/bindings/fetch.js'
import { session as svelteKitSession } from '../../src/bindings/sveltekit.js'
import type { SvelteKitEvent } from '../../src/bindings/sveltekit.js'
import { generateKey, storedSessionFactory } from '../../src/index.js'
import type { Session, StoredSessionFactory } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { later } from '../stored/support.js'

type Data = Record<string, unknown>
type Act = (session: Session<Data>) => unknown

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

const fail = (): never => {
  throw new Error('boom')
}

/** Another id, which is stored by then. */
const rename: Act = async (session) => {
  session.regenerate()
  await session.save()
}

const stored = (options: object = {}): StoredSessionFactory<Data> =>
  storedSessionFactory<Data>(later(memoryStore()), generateKey(), options)

const requestOf = (cookie: string): Request =>
  new Request('https://shop.example/', { headers: { cookie } })

/** The cookie of a session that holds something. */
async function begun(factory: StoredSessionFactory<Data>): Promise<string> {
  const open = factory.open()
  const session = await open.load()
  session.set('cart', [1])
  return cookieOf(await open.commit())
}

const cookieOf = (lines: readonly (readonly string[])[]): string => lines[0]![1]!.split(';')[0]!

const cartOf = async (factory: StoredSessionFactory<Data>, cookie: string): Promise<unknown> =>
  (await factory.open(cookie).load()).get('cart')

/** What comes of a request: its answer, or what was thrown. */
async function ask(
  factory: StoredSessionFactory<Data>,
  cookie: string,
  act: Act,
): Promise<unknown> {
  const handler = withSession(factory, async (_, session) => {
    await act(session)
    return new Response('done')
  })
  try {
    return await handler(requestOf(cookie))
  } catch (error) {
    return error
  }
}

const KEPT: Readonly<Record<string, Act>> = {
  'another id that is saved': async (session) => {
    await rename(session)
    fail()
  },
  'another id that is being saved': (session) => {
    session.regenerate()
    return Promise.all([session.save(), fail()])
  },
  'another id that is being saved, with an error at once': async (session) => {
    session.regenerate()
    await Promise.all([session.save(), Promise.reject(new Error('boom'))])
  },
}

test.each(Object.keys(KEPT))('%s: the answer is a plain 500 with the cookie', async (name) => {
  const factory = stored()
  const response = (await ask(factory, await begun(factory), KEPT[name]!)) as Response
  expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n'])
  const next = response.headers.getSetCookie()[0]!.split(';')[0]!
  expect(await cartOf(factory, next)).toEqual([1])
  expect(console.error).toHaveBeenCalledOnce()
})

const PASSED: Readonly<Record<string, Act>> = {
  'nothing else': fail,
  'a change that is saved': async (session) => {
    session.set('seen', 1)
    await session.save()
    fail()
  },
  'another id that is not saved': (session) => {
    session.regenerate()
    fail()
  },
}

test.each(Object.keys(PASSED))('%s: the error is passed on', async (name) => {
  const factory = stored()
  const cookie = await begun(factory)
  expect(await ask(factory, cookie, PASSED[name]!)).toEqual(new Error('boom'))
  expect(await cartOf(factory, cookie)).toEqual([1])
})

test.each<[string, Act]>([
  [
    'a new session',
    async (session) => {
      session.set('seen', 1)
      await session.save()
      fail()
    },
  ],
  [
    'a session that was ended',
    async (session) => {
      await rename(session)
      session.invalidate()
      await session.save()
      fail()
    },
  ],
])('of %s nobody is signed out: the error is passed on', async (name, act) => {
  const factory = stored()
  const cookie = name === 'a new session' ? '' : await begun(factory)
  expect(await ask(factory, cookie, act)).toEqual(new Error('boom'))
})

test.each<[string, object]>([
  ['does not know isDue()', { isDue: undefined }],
  ['says so by itself', { isDue: () => true }],
])('of an own factory that %s: the answer is a plain 500 with the cookie', async (_, own) => {
  const factory = stored()
  const wrapped = {
    ...factory,
    open: (...given) => ({ ...factory.open(...given), ...own }),
  } as typeof factory
  const response = (await ask(wrapped, await begun(factory), async (session) => {
    await rename(session)
    fail()
  })) as Response
  expect(response.status).toBe(500)
  expect(response.headers.getSetCookie()).toHaveLength(1)
})

test('an isDue() of an own factory that throws hides no error', async () => {
  const factory = stored()
  const wrapped = {
    ...factory,
    open: (...given) => ({ ...factory.open(...given), isDue: fail }),
  } as typeof factory
  const error = new Error('own')
  const thrown = await ask(wrapped, await begun(factory), () => Promise.reject(error))
  expect(thrown).toBe(error)
})

test('a response that was thrown is the answer, with the cookie', async () => {
  const factory = stored()
  const response = (await ask(factory, await begun(factory), async (session) => {
    await rename(session)
    throw new Response('no', { status: 403 })
  })) as Response
  expect([response.status, await response.text()]).toEqual([403, 'no'])
  expect(response.headers.getSetCookie()).toHaveLength(1)
})

test.each<[string, () => Response]>([
  ['Response.error()', () => Response.error()],
  [
    'one that was read',
    () => {
      const response = new Response('no')
      void response.text()
      return response
    },
  ],
])('%s that was thrown is none: the answer is a plain 500 with the cookie', async (_, make) => {
  const factory = stored()
  const response = (await ask(factory, await begun(factory), async (session) => {
    await rename(session)
    throw make()
  })) as Response
  expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n'])
  expect(response.headers.getSetCookie()).toHaveLength(1)
})

test('what an Error says goes to nobody in SvelteKit', async () => {
  const factory = stored()
  const event = {
    request: requestOf(await begun(factory)),
    locals: {} as { session: Session<Data> },
  }
  const response = await svelteKitSession(factory)({
    event,
    resolve: async ({ locals }) => {
      await rename(locals.session)
      const body = { message: 'the password of the database is …' }
      throw Object.assign(new Error('Unauthorized'), { status: 401, body })
    },
  })
  expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n'])
})

test('what an error() of SvelteKit says is the answer, with the cookie', async () => {
  const factory = stored()
  const event = {
    request: requestOf(await begun(factory)),
    locals: {} as { session: Session<Data> },
  }
  const response = await svelteKitSession(factory)({
    event: event satisfies SvelteKitEvent,
    resolve: async ({ locals }) => {
      await rename(locals.session)
      // oxlint-disable-next-line no-throw-literal -- as SvelteKit does
      throw { status: 403, body: { message: 'You may not' } }
    },
  })
  expect([response.status, await response.text()]).toEqual([403, 'You may not\n'])
  expect(response.headers.getSetCookie()).toHaveLength(1)
})

test('what a handler has done well is kept where one around it fails, with the session of another cookie', async () => {
  const [outer, inner] = [stored(), stored({ cookieName: '__Host-admin' })]
  const cookies = [await begun(outer), await begun(inner)]
  const handler = withSession(outer, async (request) => {
    await withSession(inner, async (_, session) => {
      await rename(session)
      return new Response('done')
    })(request)
    return fail()
  })
  const response = await handler(requestOf(cookies.join('; ')))
  expect(response.status).toBe(500)
  const next = response.headers.getSetCookie()[0]!.split(';')[0]!
  expect(await cartOf(inner, next)).toEqual([1])
})
