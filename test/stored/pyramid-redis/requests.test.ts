/** What a request does to a session in Redis, where the recordings do not tell. */
import { beforeEach, describe, expect, test } from 'vitest'
import { pyramidRedisSessionFactory } from '../../../src/factories/pyramid-redis.js'
import type { PyramidRedisOptions } from '../../../src/factories/pyramid-redis.js'
import {
  signedCookieSessionFactory,
  signedSerialize,
  StoreUnavailable,
} from '../../../src/index.js'
import type { Session, SessionEvent } from '../../../src/index.js'
import { pyramidSignedFormat } from '../../../src/index.js'
import { dumps, loads, PyFloat } from '../../../src/pickle/index.js'
import { fakeRedis } from '../../support/fake-redis.js'
import type { FakeRedis } from '../../support/fake-redis.js'
import { SECRET } from './written.js'

const NOW = 1_800_000_000.5

let redis: FakeRedis
let now: number
let events: SessionEvent[]
let cookie: string

beforeEach(() => {
  redis = fakeRedis()
  now = NOW
  events = []
  cookie = ''
})

const factoryOf = (options: PyramidRedisOptions = {}, client: FakeRedis = redis) =>
  pyramidRedisSessionFactory(client, SECRET, {
    clock: () => now,
    onEvent: (event) => events.push(event),
    ...options,
  })

async function begin(options?: PyramidRedisOptions, client?: FakeRedis) {
  const opened = factoryOf(options, client).open(cookie)
  return { opened, session: await opened.load() }
}

/** A request, after which the browser has the cookie that it was given. */
async function visit<T>(
  act: (session: Session) => T,
  options?: PyramidRedisOptions,
): Promise<{ result: T; lines: string[] }> {
  const { opened, session } = await begin(options)
  const result = act(session)
  const lines = (await opened.commit()).map(([, line]) => line)
  for (const line of lines) cookie = line.includes('Max-Age=0') ? '' : line.split(';')[0]!
  return { result, lines }
}

const keyOfRedis = (): string => [...redis.entries.keys()][0]!

describe('commands', () => {
  test('a request without a cookie of ours asks nothing, one that changes nothing writes nothing', async () => {
    cookie = 'session=made-up'
    await visit((session) => session.get('a'))
    expect(redis.commands).toEqual([])
  })

  test('to begin is one command, to read one, to change one', async () => {
    await visit((session) => session.set('a', 1))
    const key = keyOfRedis()
    expect(redis.commands.splice(0)).toEqual([['SET', key, 'EX', '1200', 'NX']])
    await visit((session) => session.set('a', 2))
    expect(redis.commands.splice(0)).toEqual([
      ['GET', key],
      ['SET', key, 'EX', '1200', 'XX'],
    ])
    await visit((session) => session.get('a'))
    expect(redis.commands.splice(0)).toEqual([
      ['GET', key],
      ['EXPIRE', key, '1200'],
    ])
  })

  test('a look is no access', async () => {
    await visit((session) => session.set('a', 1))
    redis.commands.splice(0)
    now += 60
    await visit((session) => session.peek().data.get('a'))
    expect(redis.commands).toEqual([['GET', keyOfRedis()]])
  })

  test('a session that is saved is written once', async () => {
    const { opened, session } = await begin()
    session.set('a', 1)
    await session.save()
    expect(redis.commands).toHaveLength(1)
    expect(await opened.commit()).toHaveLength(1)
    expect(redis.commands).toHaveLength(1)
  })

  test('what is changed after save() is written, and the cookie goes out all the same', async () => {
    const { opened, session } = await begin()
    session.set('a', 1)
    await session.save()
    session.set('a', 2)
    cookie = (await opened.commit())[0]![1].split(';')[0]!
    expect((await visit((next) => next.get('a'))).result).toBe(2)
    expect(redis.entries.size).toBe(1)
  })
})

describe('a session that was ended', () => {
  test('is not brought back by a request that is under way', async () => {
    await visit((session) => session.set('a', 1))
    const late = await begin()
    late.session.set('a', 2)
    await visit((session) => session.invalidate())
    expect(await late.opened.commit()).toEqual([])
    expect(redis.entries.size).toBe(0)
    expect(events.map(({ type }) => type)).toContain('gone')
  })

  test('by destroy() none begins in its place', async () => {
    await visit((session) => session.set('a', 1))
    const { lines } = await visit((session) => session.destroy())
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('Max-Age=0')
    expect(redis.entries.size).toBe(0)
  })

  test('as version 0.9 signs out, too', async () => {
    const old = { package: 'pyramid_redis_sessions', packageVersion: '0.9' } as const
    await visit((session) => session.set('a', 1), old)
    await visit((session) => session.invalidate(), old)
    expect([redis.entries.size, cookie]).toEqual([0, ''])
  })
})

describe('regenerate()', () => {
  test('gives the session another id, and the old one is worth nothing', async () => {
    await visit((session) => session.set('a', 1))
    const [key, before] = [keyOfRedis(), cookie]
    await visit((session) => session.regenerate())
    expect(keyOfRedis()).not.toBe(key)
    expect(cookie).not.toBe(before)
    expect(redis.entries.size).toBe(1)
    expect((await visit((session) => [session.get('a'), session.id])).result).toEqual([
      1,
      keyOfRedis(),
    ])
    cookie = before
    expect((await visit((session) => session.new)).result).toBe(true)
  })

  test('does not bring back one that another request has ended', async () => {
    await visit((session) => session.set('a', 1))
    const late = await begin()
    late.session.regenerate()
    await visit((session) => session.invalidate())
    expect(await late.opened.commit()).toEqual([])
    expect(redis.entries.size).toBe(0)
  })
})

describe('what is no session', () => {
  const reasonOf = async (value: Buffer, options?: PyramidRedisOptions): Promise<unknown> => {
    await visit((session) => session.set('a', 1), options)
    redis.entries.set(keyOfRedis(), [value, 1200])
    events.splice(0)
    expect((await visit((session) => session.get('a'), options)).result).toBeUndefined()
    return events.map((event) => event.type === 'invalid' && event.reason)
  }
  const pickled = (value: unknown): Buffer => Buffer.from(dumps(value))

  test.each([
    ['no pickle', Buffer.from('hello'), 'BAD_PAYLOAD'],
    ['no dict', pickled([1]), 'BAD_SESSION'],
    ['of another version', pickled({ managed_dict: {}, created: 1 }), 'BAD_SESSION'],
    ['with data that are none', pickled({ m: 1, c: 1, v: 1 }), 'BAD_SESSION'],
    ['with a timeout that is none', pickled({ m: {}, c: 1, v: 1, t: 'x' }), 'BAD_SESSION'],
    ['over', pickled({ m: {}, c: 1, v: 1, t: 9, x: 1_800_000_000 }), 'EXPIRED'],
  ])('a value that is %s', async (_, value, reason) => {
    expect(await reasonOf(value)).toEqual([reason])
  })

  test.each([
    ['a session of a cookie', [1, 2, { a: 1 }]],
    ['an empty text', ''],
    ['a number', 7],
    ['longer than any id', 'a'.repeat(1025)],
  ])('a signed id that is %s is not asked for', async (_, signed) => {
    cookie = `session=${signedSerialize(signed, SECRET)}`
    const old = { package: 'pyramid_redis_sessions', packageVersion: '1.0' } as const
    expect((await visit((session) => session.new, old)).result).toBe(true)
    expect(redis.commands).toEqual([])
    expect(events).toMatchObject([{ type: 'invalid', reason: 'BAD_SESSION' }])
  })

  test('the cookie of an older version is not read by a later one', async () => {
    const old = { package: 'pyramid_session_redis', packageVersion: '1.4' } as const
    await visit((session) => session.set('a', 1), old)
    expect((await visit((session) => session.new)).result).toBe(true)
    expect(events.at(-1)).toMatchObject({ type: 'invalid' })
  })
})

describe('values', () => {
  test('of more than 64 KiB are kept', async () => {
    const text = 'é'.repeat(200_000)
    await visit((session) => session.set('a', text))
    expect((await visit((session) => session.get('a'))).result).toBe(text)
  })

  test('that cannot be pickled are an error of the request that set them', async () => {
    const { opened, session } = await begin()
    session.set('a', () => 1)
    await expect(opened.commit()).rejects.toMatchObject({ code: 'UNSUPPORTED', path: 'a' })
    expect(redis.entries.size).toBe(0)
  })

  test('there is no subject, no list of devices', async () => {
    const { session } = await begin()
    expect(() => (session.subject = 'ana')).toThrow('pyramid-redis carry no subject')
  })

  test.each([
    ['an int', 1_700_000_000],
    ['a float', new PyFloat(1_700_000_000)],
  ])('the time of creation stays %s', async (_, created) => {
    const old = { package: 'pyramid_session_redis', packageVersion: '1.2' } as const
    await visit((session) => session.set('a', 1), old)
    const value = Buffer.from(dumps({ managed_dict: {}, created, timeout: 1200 }))
    redis.entries.set(keyOfRedis(), [value, 1200])
    await visit((session) => session.set('a', 2), old)
    const stored = loads(redis.entries.get(keyOfRedis())![0], { floats: 'wrap', dicts: 'map' })
    expect((stored as Map<string, unknown>).get('created')).toEqual(created)
  })

  test('a time of its own is kept by version 0.9 in the data', async () => {
    const old = { package: 'pyramid_redis_sessions', packageVersion: '0.9' } as const
    await visit((session) => session.update({ a: 1, _rs_timeout: 300 }), old)
    expect(redis.entries.get(keyOfRedis())![1]).toBe(300)
    redis.commands.splice(0)
    await visit((session) => session.get('a'), old)
    expect(redis.commands.at(-1)).toEqual(['EXPIRE', keyOfRedis(), '300'])
  })
})

describe('a Redis that fails', () => {
  const failing = (): FakeRedis => {
    const fail = (): Promise<never> => Promise.reject(new Error('connection refused'))
    return { ...fakeRedis(), call: fail, getBuffer: fail }
  }

  test('the request gets a StoreUnavailable, and the browser keeps its cookie', async () => {
    await visit((session) => session.set('a', 1))
    const opened = factoryOf({}, failing()).open(cookie)
    await expect((async () => opened.load())()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      store: 'redis',
      operation: 'read',
    })
    expect((await visit((session) => session.get('a'))).result).toBe(1)
  })

  test('when it is to write, too', async () => {
    const { opened, session } = await begin({}, failing())
    session.set('a', 1)
    await expect(opened.commit()).rejects.toBeInstanceOf(StoreUnavailable)
  })

  test("goes on without a session where onStoreError is 'anonymous'", async () => {
    await visit((session) => session.set('a', 1))
    const { opened, session } = await begin({ onStoreError: 'anonymous' }, failing())
    expect(session.get('a')).toBeUndefined()
    session.set('a', 2)
    expect(await opened.commit()).toEqual([])
    expect(events.at(-1)).toMatchObject({ type: 'store-error' })
  })

  test('one that does not answer is given up in time', async () => {
    const never = (): Promise<never> => new Promise(() => undefined)
    const { opened, session } = await begin(
      { storeTimeout: 0.01 },
      { ...fakeRedis(), call: never, getBuffer: never },
    )
    session.set('a', 1)
    await expect(opened.commit()).rejects.toBeInstanceOf(StoreUnavailable)
  })
})

test('a session of a cookie moves into Redis when it is used', async () => {
  const old = signedCookieSessionFactory(SECRET).open()
  old.session.set('a', 1)
  cookie = old.commit()[0]![1].split(';')[0]!
  const options = {
    cookieName: 'sid',
    acceptFormats: [
      { format: pyramidSignedFormat(SECRET), cookieName: 'session', until: '2100-01-01' },
    ],
  }
  const { result, lines } = await visit((session) => session.get('a'), options)
  expect(result).toBe(1)
  expect(lines).toHaveLength(2)
  cookie = lines[0]!.split(';')[0]!
  expect((await visit((session) => session.get('a'), options)).result).toBe(1)
  expect(redis.entries.size).toBe(1)
})
