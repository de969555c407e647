/** What a session goes on from ends, in Redis and in an older cookie, whatever becomes of the session itself. */
import { beforeEach, describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../../src/factories/pyramid-beaker.js'
import { pyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import type { PyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import { pyramidHexFormat, unencryptedCookieSessionFactoryConfig } from '../../../src/index.js'
import type { AcceptFormat, Session } from '../../../src/index.js'
import { fakeRedis } from '../../support/fake-redis.js'
import type { FakeRedis } from '../../support/fake-redis.js'
import { BrowserJar } from '../../support/browser-jar.js'
import { SECRET } from './written.js'

type Options = { acceptFormats?: readonly AcceptFormat[]; cookieOnException?: boolean }
type Make = (
  redis: FakeRedis,
  options?: Options,
) => PyramidRedisSessionFactory<Record<string, unknown>>

const factories: [string, Make][] = [
  [
    'pyramid_session_redis 1.8',
    (redis, options) => pyramidRedisSessionFactory(redis, SECRET, options),
  ],
  [
    'pyramid_session_redis 1.4',
    (redis, options) =>
      pyramidRedisSessionFactory(redis, SECRET, { packageVersion: '1.4', ...options }),
  ],
  [
    'pyramid_redis_sessions',
    (redis, options) =>
      pyramidRedisSessionFactory(redis, SECRET, { package: 'pyramid_redis_sessions', ...options }),
  ],
  ['pyramid_beaker', (redis, options) => pyramidBeakerSessionFactory(redis, SECRET, options)],
]

let redis: FakeRedis
let jar: BrowserJar

/** A Redis whose first two DEL fail, as it is asked once more where no answer came. */
function failingTwice(isDone: boolean): FakeRedis {
  let failures = 2
  const call: FakeRedis['call'] = async (command, args) => {
    const fails = command === 'DEL' && failures > 0
    if (fails) failures -= 1
    if (fails && !isDone) throw new Error('reset')
    const answer = await redis.call(command, args)
    if (fails) throw new Error('reset')
    return answer
  }
  return { ...redis, call }
}

beforeEach(() => {
  redis = fakeRedis()
  jar = new BrowserJar()
})

describe.each(factories)('%s', (_, make) => {
  async function visit<T>(act: (session: Session) => T, client = redis, options?: Options) {
    const opened = make(client, options).open(jar.header)
    const result = await act((await opened.load()) as Session)
    jar.take((await opened.commit()).map(([, line]) => line))
    return result
  }
  const begin = (): Promise<unknown> => visit((session) => session.set('user', 7))
  const user = (options?: Options) => visit((session) => session.peek('user'), redis, options)

  test.each<[string, (session: Session) => unknown]>([
    ['clear(), then regenerate()', (session) => (session.clear(), session.regenerate())],
    ['regenerate(), then clear()', (session) => (session.regenerate(), session.clear())],
    [
      'delete() of all, then regenerate()',
      (session) => (session.delete('user'), session.regenerate()),
    ],
  ])('signs out by %s', async (_how, signOut) => {
    await begin()
    const before = new BrowserJar()
    before.take([jar.header])
    await visit(signOut)
    expect(await user()).toBeUndefined()
    jar = before
    expect(await user()).toBeUndefined()
  })

  test.each<[string, (session: Session) => unknown]>([
    ['delete()', (session) => session.delete('user')],
    ['clear()', (session) => session.clear()],
    ['pop()', (session) => session.pop('user')],
  ])('a session of an older cookie that %s has emptied is gone', async (_how, empty) => {
    const older = unencryptedCookieSessionFactoryConfig('old secret', { cookieName: 'old' }).open()
    older.session.set('user', 7)
    jar.take(older.commit().map(([, line]) => line))
    const acceptFormats = [
      { format: pyramidHexFormat('old secret'), cookieName: 'old', until: '2040-01-01' },
    ]
    await visit(empty, redis, { acceptFormats })
    expect(await user({ acceptFormats })).toBeUndefined()
    expect(jar.header).toBe('')
  })

  test('what save() has given another id is told, also where the request fails then', async () => {
    await begin()
    const opened = make(redis, { cookieOnException: false }).open(jar.header)
    const session = (await opened.load()) as Session
    session.regenerate()
    await session.save()
    session.get('user')
    jar.take((await opened.commit({ exception: new Error('failed') })).map(([, line]) => line))
    expect(await user()).toBe(7)
  })

  test('what had another id twice leaves nothing behind where Redis failed between', async () => {
    await begin()
    const failing = failingTwice(false)
    await visit(async (session) => {
      session.regenerate()
      await expect(session.save()).rejects.toThrow(/delete$/)
      session.regenerate()
    }, failing)
    expect(await user()).toBe(7)
    expect(redis.entries.size).toBe(1)
  })

  test('one that another request has signed out is not told when it is asked for again', async () => {
    await begin()
    let fails = false
    const failing: FakeRedis = {
      ...redis,
      call: async (command, args) => {
        if (command === 'DEL' && fails) {
          fails = false
          throw new Error('reset')
        }
        const answer = await redis.call(command, args)
        if (command === 'DEL') fails = true
        return answer
      },
    }
    const here = jar.header
    await visit(async (session) => {
      await visit((other) => other.invalidate())
      jar.take([here])
      session.regenerate()
      session.set('late', true)
      await expect(session.save()).rejects.toThrow(/delete$/)
      await session.save()
    }, failing)
    expect(jar.header).toBe(here)
    expect(await user()).toBeUndefined()
    expect(redis.entries.size).toBe(0)
  })

  test.each([
    ['was not carried out', false],
    ['has lost its answer', true],
  ])(
    'a sign-in whose DEL %s is told to the browser when save() is called again',
    async (_how, isDone) => {
      await begin()
      const failing = failingTwice(isDone)
      await visit(async (session) => {
        session.regenerate()
        session.set('signed in', true)
        await expect(session.save()).rejects.toThrow(/delete$/)
        await session.save()
      }, failing)
      expect(await visit((session) => [session.get('user'), session.get('signed in')])).toEqual([
        7,
        true,
      ])
      expect(redis.entries.size).toBe(1)
    },
  )
})
