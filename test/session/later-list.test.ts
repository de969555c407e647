/** A list of ended sessions that answers later, fails, or never answers. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  MemoryRevocationList,
  OptionError,
  StoreUnavailable,
  sealedCookieSessionFactory,
} from '../../src/index.js'
import type { OpenSession, RevocationList, SessionFactory } from '../../src/index.js'
import { withSession } from '../../src/bindings/fetch.js'
import { withSession as withNodeSession } from '../../src/bindings/node.js'
import { mintCookie } from '../../src/testing/index.js'
import { keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { laterList } from './support.js'

const plain = sealedCookieSessionFactory<Data>(keyOf('later'))
const cookie = mintCookie(plain, { user: 'ada' }, { subject: 'ada' })

const factoryOf = (revocation: RevocationList, options: object = {}): SessionFactory<Data> =>
  sealedCookieSessionFactory<Data>(keyOf('later'), { revocation, ...options })
const later = (): SessionFactory<Data> => factoryOf(laterList(new MemoryRevocationList()))

const no = async (): Promise<boolean> => false
const done = async (): Promise<void> => undefined
const reject = (): Promise<never> => Promise.reject(new Error('connection refused'))
const never = (): Promise<never> => new Promise(() => undefined)

const opened = async (factory: SessionFactory<Data>): Promise<OpenSession<Data>> => {
  const open = factory.open(cookie)
  await open.load?.()
  return open
}
const thrownBy = async (act: () => unknown): Promise<unknown> => {
  try {
    await act()
    return undefined
  } catch (error) {
    return error
  }
}

afterEach(() => void vi.useRealTimers())

describe('who uses such a session without a binding', () => {
  test('is told to load it', () => {
    const { session, commit } = later().open(cookie)
    expect(() => session.get('user')).toThrow(
      expect.objectContaining({ code: 'NOT_LOADED', message: expect.stringContaining('load()') }),
    )
    expect(commit()).toEqual([])
  })

  test('need not, where there is no cookie', () => {
    const { session, commit } = later().open('other=1')
    session.set('a', 1)
    expect(commit()).toHaveLength(1)
  })

  test.each(['commit', 'commitCookie', 'commitCookies', 'headers'] as const)(
    'is told to flush before %s()',
    async (name) => {
      const open = await opened(later())
      open.session.invalidate()
      expect(() => open[name]()).toThrow(
        expect.objectContaining({ code: 'NOT_SAVED', message: expect.stringContaining('flush()') }),
      )
      await open.flush?.()
      expect(open.commit()).toHaveLength(1)
    },
  )

  test('need not, where nothing was ended', async () => {
    const open = await opened(later())
    open.session.set('a', 1)
    expect(open.commit()).toHaveLength(1)
  })
})

describe('what is asked', () => {
  test('once for each request with a cookie, and nothing for others', async () => {
    const isRevoked = vi.fn(no)
    const revoke = vi.fn(done)
    const factory = factoryOf({ isRevoked, revoke })
    for (const header of [undefined, 'theme=dark', `${cookie.slice(0, -1)}`]) {
      const open = factory.open(header)
      expect(await open.load?.()).toBe(open.session)
      expect(open.session.new).toBe(true)
    }
    expect(isRevoked).not.toHaveBeenCalled()
    const open = factory.open(cookie)
    await Promise.all([open.load?.(), open.load?.()])
    expect(open.session.get('user')).toBe('ada')
    await open.flush?.()
    expect([isRevoked.mock.calls.length, revoke.mock.calls.length]).toEqual([1, 0])
  })

  test('a list that answers at once is not asked before the session is used', async () => {
    const list = new MemoryRevocationList()
    const factory = factoryOf(list)
    expect([factory.needsLoad, later().needsLoad]).toEqual([undefined, true])
    expect('load' in factory.open(cookie)).toBe(false)
  })

  test.each([['yes'], [1], [{}]])('the promise of %j counts as yes', async (answer) => {
    const factory = factoryOf({ isRevoked: async () => answer as never, revoke: done })
    expect((await opened(factory)).session.new).toBe(true)
  })

  test('a session that gets another id is ended after it was asked for', async () => {
    const log: string[] = []
    let answer = (_: boolean): void => undefined
    const open = await opened(
      factoryOf({
        isRevoked: ({ created }) => {
          if (log.push(`asked ${created > 0}`) === 1) return false
          return new Promise((resolve) => (answer = resolve))
        },
        revoke: async () => void log.push('told'),
      }),
    )
    open.session.regenerate()
    await new Promise((resolve) => setImmediate(resolve))
    expect(log).toEqual(['asked true', 'asked true'])
    answer(false)
    await new Promise((resolve) => setImmediate(resolve))
    expect(log).toEqual(['asked true', 'asked true', 'told', 'asked true'])
    answer(false)
    await open.flush?.()
    expect(open.commit()).toHaveLength(1)
  })

  test('a session that gets two ids goes on, where the subject was signed out by a clock ahead', async () => {
    const revocation = laterList(new MemoryRevocationList())
    const ahead = factoryOf(revocation, { clock: () => Date.now() / 1000 + 5 }).open(cookie)
    await ahead.load?.()
    ahead.session.invalidateAll()
    await ahead.flush?.()
    const factory = factoryOf(revocation)
    const open = factory.open(mintCookie(factory, { cart: [1] }))
    await open.load?.()
    const { session } = open
    session.subject = 'ada'
    session.regenerate()
    await open.flush?.()
    const next = factory.open(open.commit()[0]![1].split(';')[0])
    await next.load?.()
    expect([next.session.subject, next.session.get('cart')]).toEqual(['ada', [1]])
  })

  test.each([
    ['at once', (list: RevocationList) => list],
    ['later', laterList],
  ])('a sign-out everywhere between two ids counts, by a list that answers %s', async (_, kind) => {
    const list = new MemoryRevocationList()
    const factory = factoryOf(kind(list))
    const open = factory.open(cookie)
    await open.load?.()
    open.session.regenerate()
    // The list has been told of that by then, also where it answers later.
    await new Promise((resolve) => setImmediate(resolve))
    list.revoke({ subject: 'ada', before: Date.now() / 1000 + 0.5, until: null })
    open.session.regenerate()
    await open.flush?.()
    const next = factory.open(open.commit()[0]![1].split(';')[0])
    await next.load?.()
    expect([next.session.subject, next.session.get('user')]).toEqual([undefined, undefined])
  })

  test('a list may answer now at once and now later, as one with a cache does', async () => {
    const revoke = vi.fn(() => (revoke.mock.calls.length === 1 ? undefined : done()))
    const open = await opened(factoryOf({ isRevoked: () => false, revoke: revoke as never }))
    open.session.regenerate()
    expect(open.headers()).toHaveLength(1)
    open.session.invalidate()
    expect(() => open.headers()).toThrow(expect.objectContaining({ code: 'NOT_SAVED' }))
    await open.flush?.()
    expect(open.commit()).toHaveLength(1)
  })
})

describe.each([
  ['rejects', reject],
  ['never answers', never],
])('a list that %s', (_, fail) => {
  /** Lets the limit of time pass. */
  const soon = async <T>(act: () => T): Promise<Awaited<T>> => {
    vi.useFakeTimers()
    const answer = Promise.resolve(act())
    answer.catch(() => undefined)
    await vi.advanceTimersByTimeAsync(5001)
    await vi.advanceTimersByTimeAsync(5001)
    return await answer
  }

  test('when it is asked: the error is a StoreUnavailable, and the cookie stays', async () => {
    const open = factoryOf({ isRevoked: fail, revoke: done }).open(cookie)
    const error = await thrownBy(() => soon(() => open.load?.()))
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(error).toMatchObject({ status: 503, store: 'revocation', operation: 'isRevoked' })
    expect(open.commit()).toEqual([])
  })

  test.each(['invalidate', 'invalidateAll', 'invalidateOthers', 'regenerate', 'destroy'] as const)(
    'when %s() tells it: no header goes out',
    async (end) => {
      const open = await opened(factoryOf({ isRevoked: no, revoke: fail }))
      const act = (): unknown => {
        open.session[end]()
        return open.flush?.()
      }
      expect(await soon(act)).toBeUndefined()
      for (const name of ['headers', 'commit'] as const) {
        const error = await thrownBy(() => open[name]())
        expect(error).toBeInstanceOf(StoreUnavailable)
        expect(error).toMatchObject({ store: 'revocation', operation: 'revoke' })
      }
    },
  )

  test('what is read meanwhile, and later, makes no difference', async () => {
    const open = await opened(factoryOf({ isRevoked: no, revoke: fail }))
    open.session.regenerate()
    await soon(() => {
      const flushing = open.flush?.()
      open.session.get('user')
      return flushing
    })
    open.session.get('user')
    expect(() => open.headers()).toThrow(StoreUnavailable)
  })

  test('when session.save() tells it, that rejects', async () => {
    const open = await opened(factoryOf({ isRevoked: no, revoke: fail }))
    open.session.invalidate()
    expect(await thrownBy(() => soon(() => open.session.save()))).toBeInstanceOf(StoreUnavailable)
    expect(open.saveFailed()).toBe(true)
  })

  test('whose request nobody answers: the process goes on', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const open = await opened(factoryOf({ isRevoked: no, revoke: fail }))
    open.session.invalidate()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

test('what has failed is told again before the answer goes out', async () => {
  let fails = true
  const told: unknown[] = []
  const factory = factoryOf({
    isRevoked: no,
    revoke: async (ended) => {
      if (fails) throw new Error('connection refused')
      told.push('id' in ended ? 'id' : 'subject')
    },
  })
  const open = await opened(factory)
  open.session.invalidateAll()
  await new Promise((resolve) => setImmediate(resolve))
  fails = false
  await open.flush?.()
  expect(told).toEqual(['subject', 'id'])
  expect(open.commit()).toHaveLength(1)
})

test('what a list says of a wrong call is no failure of the list', async () => {
  const isRevoked = () => Promise.reject(new OptionError('client', 'is closed'))
  const error = await thrownBy(() => opened(factoryOf({ isRevoked, revoke: done })))
  expect(error).toBeInstanceOf(OptionError)
})

describe('with a binding', () => {
  const requestOf = (path: string, header = cookie): Request =>
    new Request(`http://localhost${path}`, { headers: { cookie: header } })

  test('of fetch: a copied cookie is refused, a list that fails is an error', async () => {
    const list = laterList(new MemoryRevocationList())
    const app = withSession<Data>(factoryOf(list), (request, session) => {
      if (request.url.endsWith('/out')) session.invalidate()
      return new Response(String(session.get('user')))
    })
    expect(await (await app(requestOf('/'))).text()).toBe('ada')
    const out = await app(requestOf('/out'))
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0')
    expect(await (await app(requestOf('/'))).text()).toBe('undefined')
    const onError = vi.fn((_: unknown) => new Response('', { status: 503 }))
    const failing = withSession<Data>(
      factoryOf({ isRevoked: reject, revoke: done }),
      () => new Response(),
      { onError },
    )
    expect((await failing(requestOf('/'))).status).toBe(503)
    expect(onError.mock.lastCall?.[0]).toBeInstanceOf(StoreUnavailable)
  })

  test('of node: the answer waits for the list', async () => {
    const list = laterList(new MemoryRevocationList())
    const server = createServer(
      withNodeSession(factoryOf(list), (request, response) => {
        if (request.url === '/out') request.session.invalidate()
        response.end(String(request.session.get('user')))
      }),
    )
    await new Promise<void>((resolve) => void server.listen(0, resolve))
    const { port } = server.address() as AddressInfo
    const visit = (path: string) =>
      fetch(`http://localhost:${port}${path}`, { headers: { cookie } })
    expect(await (await visit('/')).text()).toBe('ada')
    expect((await visit('/out')).headers.getSetCookie()[0]).toContain('Max-Age=0')
    expect(await (await visit('/')).text()).toBe('undefined')
    server.close()
  })
})
