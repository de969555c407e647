/**
 * A request gives the session another id, and its answer cannot carry the session: the browser keeps what it has where that is
 * good still, and gets the session as it was where it is not.
 */
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/bindings/fetch.js'
import { pyramidRedisSessionFactory } from '../../src/factories/pyramid-redis.js'
import {
  MemoryRevocationList,
  cookieSessionFactory,
  generateKey,
  sealedCookieSessionFactory,
  signedFormat,
  storedSessionFactory,
} from '../../src/index.js'
import type { RevocationList, Session } from '../../src/index.js'
import { memoryStore } from '../../src/stores/memory.js'
import { laterList } from '../session/support.js'
import { later } from '../stored/support.js'
import { BrowserJar } from '../support/browser-jar.js'
import { fakeRedis } from '../support/fake-redis.js'

type Data = Record<string, unknown>
type Factory = Parameters<typeof withSession<Data>>[0]
type Options = { setOnException?: boolean }

const KEY = generateKey()
const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'

const sealedWith =
  (revocation: RevocationList) =>
  (options: Options): Factory =>
    sealedCookieSessionFactory<Data>(KEY, { revocation, ...options })

const factories: Readonly<Record<string, (options: Options) => Factory>> = {
  sealed: (options) => sealedCookieSessionFactory<Data>(KEY, options),
  'sealed, with a list': sealedWith(new MemoryRevocationList()),
  'sealed, with a list that answers later': sealedWith(laterList(new MemoryRevocationList())),
  'signed, with a list': (options) =>
    cookieSessionFactory<Data>(signedFormat(KEY), {
      revocation: new MemoryRevocationList(),
      ...options,
    }),
  stored: (options) => storedSessionFactory<Data>(memoryStore(), KEY, options),
  'stored, in a store that answers later': (options) =>
    storedSessionFactory<Data>(later(memoryStore()), KEY, options),
  pyramid_session_redis: ({ setOnException = true }) =>
    pyramidRedisSessionFactory<Data>(fakeRedis(), SECRET, { cookieOnException: setOnException }),
}

type Act = (session: Session<Data>) => unknown

const renames: Readonly<Record<string, Act>> = {
  'regenerate()': (session) => session.regenerate(),
  'regenerate() and save()': async (session) => {
    session.regenerate()
    await session.save()
  },
  'regenerate() twice': (session) => {
    session.regenerate()
    session.regenerate()
  },
  'regenerate(), save() and regenerate()': async (session) => {
    session.regenerate()
    await session.save()
    session.regenerate()
  },
  'regenerate() while it is saved': (session) => {
    session.set('seen', true)
    void session.save()
    session.regenerate()
  },
  'a sign-in': (session) => (session.subject = 'ann'),
  'invalidateOthers()': (session) => {
    session.subject = 'ann'
    session.invalidateOthers()
  },
}

const failures: Readonly<Record<string, { act: Act; options?: Options }>> = {
  'cannot be written': { act: (session) => session.set('f', () => undefined) },
  'is too large': { act: (session) => session.set('f', 'x'.repeat(2_000_000)) },
  'fails, with setOnException: false': {
    act: () => {
      throw new Error('boom')
    },
    options: { setOnException: false },
  },
}

const table = Object.keys(factories).flatMap((factory) =>
  Object.keys(renames)
    .filter((rename) => factory !== 'pyramid_session_redis' || rename.startsWith('regenerate'))
    .flatMap((rename) => Object.keys(failures).map((failure) => [factory, rename, failure])),
) as [string, string, string][]

/** Pages of one browser. */
function browse(factory: Factory) {
  const jar = new BrowserJar()
  return async (act: Act): Promise<number> => {
    const handler = withSession(
      factory,
      async (_, session) => {
        await act(session)
        return new Response('done')
      },
      { onError: () => new Response('failed', { status: 500 }), onCommitError: () => undefined },
    )
    const response = await handler(
      new Request('https://shop.example/', { headers: { cookie: jar.header } }),
    )
    jar.take(response.headers.getSetCookie())
    return response.status
  }
}

test.each(table)('%s: %s in a request that %s loses nothing', async (name, rename, failure) => {
  const { act, options = {} } = failures[failure]!
  const page = browse(factories[name]!(options))
  expect(await page((session) => session.set('cart', [1]))).toBe(200)
  const answer = await page(async (session) => {
    await renames[rename]!(session)
    await act(session)
  })
  let now: unknown
  expect(await page((session) => void (now = session.get('cart')))).toBe(200)
  expect([answer, now]).toEqual([500, [1]])
})

test.each(['regenerate()', 'a sign-in'])(
  '%s that is being saved when the request fails, with setOnException: false, loses nothing',
  async (name) => {
    const page = browse(
      factories['stored, in a store that answers later']!({ setOnException: false }),
    )
    await page((session) => session.set('cart', [1]))
    let saving: unknown
    const answer = await page(async (session) => {
      await renames[name]!(session)
      await Promise.all([(saving = session.save()), Promise.reject(new Error('boom'))])
    })
    await saving
    let now: unknown
    await page((session) => void (now = session.get('cart')))
    expect([answer, now]).toEqual([500, [1]])
  },
)

test('nothing is sent of a session that the request has ended after it had saved it', async () => {
  const page = browse(factories['stored']!({ setOnException: false }))
  await page((session) => (session.subject = 'ann'))
  await page(async (session) => {
    session.regenerate()
    await session.save()
    session.invalidate()
    throw new Error('boom')
  })
  let now: unknown
  await page((session) => void (now = session.subject))
  expect(now).toBeUndefined()
})

test.each(['sealed, with a list', 'sealed, with a list that answers later'])(
  '%s: who has taken the subject away is not signed in again',
  async (name) => {
    const page = browse(factories[name]!({}))
    await page((session) => (session.subject = 'ann'))
    const answer = await page((session) => {
      session.subject = undefined
      session.set('f', () => undefined)
    })
    let now: unknown
    await page((session) => void (now = session.subject))
    expect([answer, now]).toEqual([500, undefined])
  },
)

const SIGN_OUTS: Readonly<Record<string, Act>> = {
  'invalidateOthers()': (session) => session.invalidateOthers(),
  'regenerate() and invalidateOthers()': (session) => {
    session.regenerate()
    session.invalidateOthers()
  },
  'invalidateOthers() twice': (session) => {
    session.invalidateOthers()
    session.invalidateOthers()
  },
}

/** A list that fails at one call of those since it was begun: it has not done it, or has. */
function failingList(kind: (list: RevocationList) => RevocationList, at: number, isDone: boolean) {
  const list = new MemoryRevocationList()
  let [asked, isFailing] = [0, false]
  const ask = <T>(run: () => T): T => {
    const fails = isFailing && ++asked === at
    if (fails && !isDone) throw new Error('down')
    const answer = run()
    if (fails) throw new Error('The answer is lost')
    return answer
  }
  const begin = (begins: boolean): void => void (isFailing = begins)
  const revocation = kind({
    isRevoked: (session) => ask(() => list.isRevoked(session)),
    revoke: (ended) => ask(() => list.revoke(ended)),
  })
  return { revocation, begin }
}

// A list that answers at once knows whether it has done it.
describe.each([
  ['answers at once', 'fails', (list: RevocationList) => list, false],
  ['answers later', 'fails', laterList, false],
  ['answers later', 'is lost', laterList, true],
])('of a list that %s whichever answer %s', (_list, _what, kind, isDone) => {
  describe.each([true, false])('with setOnException: %s', (setOnException) => {
    test.each(Object.keys(SIGN_OUTS))('%s keeps the session', async (name) => {
      for (let at = 1; at <= 12; at++) {
        const { revocation, begin } = failingList(kind, at, isDone)
        const page = browse(sealedWith(revocation)({ setOnException }))
        await page((session) => {
          session.subject = 'ann'
          session.set('cart', [1])
        })
        begin(true)
        await page(SIGN_OUTS[name]!)
        begin(false)
        let now: unknown
        await page((session) => void (now = [session.subject, session.get('cart')]))
        expect(now, `${at}`).toEqual(['ann', [1]])
      }
    })
  })
})
