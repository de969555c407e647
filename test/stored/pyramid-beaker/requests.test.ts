/** What a request does to one of Beaker's sessions, where the recording does not tell, or Beaker does otherwise. */
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { pyramidBeakerSessionFactory } from '../../../src/factories/pyramid-beaker.js'
import type { PyramidBeakerOptions } from '../../../src/factories/pyramid-beaker.js'
import type { Session, SessionEvent } from '../../../src/index.js'
import { dumps, loads } from '../../../src/pickle/index.js'
import { fakeRedis } from '../../support/fake-redis.js'
import type { FakeRedis } from '../../support/fake-redis.js'

const SECRET = 'a sécret of both services €, which is longer than the hash of the signature'
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

async function begin(options?: PyramidBeakerOptions) {
  const factory = pyramidBeakerSessionFactory(redis, SECRET, {
    clock: () => now,
    onEvent: (event) => events.push(event),
    ...options,
  })
  const opened = factory.open(cookie)
  return { opened, session: await opened.load() }
}

/** A request, after which the browser has the cookie that it was given. */
async function visit<T>(act: (session: Session) => T, options?: PyramidBeakerOptions): Promise<T> {
  const { opened, session } = await begin(options)
  const result = act(session)
  for (const [, line] of await opened.commit()) {
    cookie = line.includes('Max-Age=0') ? '' : line.split(';')[0]!
  }
  return result
}

const signed = (id: string): string =>
  `beaker.session.id=${createHmac('sha1', SECRET).update(id).digest('hex')}${id}`

const keyOf = (id: string): string => `beaker_cache:${id}:session`

function put(id: string, value: unknown): void {
  cookie = signed(id)
  redis.entries.set(keyOf(id), [Buffer.from(dumps(value)), null])
}

const stored = (id: string): Map<string, unknown> =>
  loads(redis.entries.get(keyOf(id))![0], { dicts: 'map' }) as Map<string, unknown>

describe('commands', () => {
  test('to begin is one command, to read two, to change two', async () => {
    const id = await visit(
      (session) => {
        session.set('a', 1)
      },
      { timeout: 60 },
    ).then(() => visit((session) => session.id!, { timeout: 60 }))
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(redis.commands).toEqual([
      ['SET', keyOf(id), 'EX', '180', 'NX'],
      ['GET', keyOf(id)],
    ])
    expect(cookie).toBe(signed(id))
    redis.commands.splice(0)
    await visit((session) => session.get('a'), { timeout: 60 })
    await visit((session) => session.set('a', 2))
    expect(redis.commands).toEqual([
      ['GET', keyOf(id)],
      ['SET', keyOf(id), 'EX', '180', 'XX'],
      ['GET', keyOf(id)],
      ['SET', keyOf(id), 'XX'],
    ])
  })

  test('to read is one where saveAccessedTime is off', async () => {
    put('abc', { a: 1, _accessed_time: 1 })
    await visit((session) => session.get('a'), { saveAccessedTime: false })
    expect(redis.commands).toEqual([['GET', keyOf('abc')]])
  })
})

describe('sign-out', () => {
  test('ends the session in Redis, where Beaker leaves it', async () => {
    await visit((session) => session.set('a', 1))
    const before = cookie
    await visit((session) => session.invalidate())
    expect([redis.entries.size, cookie]).toEqual([0, ''])
    cookie = before
    expect(await visit((session) => session.new)).toBe(true)
  })

  test('is not undone by a request that is under way', async () => {
    await visit((session) => session.set('a', 1))
    const late = await begin()
    late.session.set('a', 2)
    await visit((session) => session.invalidate())
    expect(await late.opened.commit()).toEqual([])
    expect(redis.entries.size).toBe(0)
    expect(events.map(({ type }) => type)).toContain('gone')
  })
})

test('a session that Redis has lost goes on under another id', async () => {
  cookie = signed('abc')
  await visit((session) => session.set('a', 1))
  expect([...redis.entries.keys()]).not.toContain(keyOf('abc'))
  expect(await visit((session) => session.get('a'))).toBe(1)
})

test('regenerate() gives the session another id', async () => {
  put('abc', { a: 1, _creation_time: 5.5, _accessed_time: 6, _domain: null, _path: '/' })
  await visit((session) => session.regenerate())
  expect([...redis.entries.keys()]).toHaveLength(1)
  expect(redis.entries.has(keyOf('abc'))).toBe(false)
  expect(await visit((session) => session.get('a'))).toBe(1)
})

describe("what is Beaker's own", () => {
  test('is not among the data, and stays', async () => {
    put('abc', { _domain: 'd', _path: '/p', a: 1, _creation_time: 5.5, _accessed_time: 6.5 })
    expect(await visit((session) => [...session.keys(), session.created])).toEqual(['a', 5.5])
    expect(stored('abc')).toEqual(
      new Map<string, unknown>([
        ['a', 1],
        ['_domain', 'd'],
        ['_path', '/p'],
        ['_creation_time', 5.5],
        ['_accessed_time', NOW],
      ]),
    )
  })

  test('begins as the options say', async () => {
    await visit((session) => session.set('a', 1), { cookieDomain: 'a.example', cookiePath: '/p' })
    const dict = stored([...redis.entries.keys()][0]!.split(':')[1]!)
    expect([dict.get('_domain'), dict.get('_path')]).toEqual(['a.example', '/p'])
  })
})

test('a CSRF token of bytes, which pyramid_beaker made on Python 3, is text here', async () => {
  put('abc', { _csrft_: Buffer.from('0123abcd'), _accessed_time: 1, _creation_time: 1 })
  expect(await visit((session) => session.getCsrfToken())).toBe('0123abcd')
})

describe('what is no session', () => {
  const reasonOf = async (options?: PyramidBeakerOptions): Promise<unknown> => {
    expect(await visit((session) => session.get('a'), options)).toBeUndefined()
    return events.map((event) => event.type === 'invalid' && event.reason)
  }

  test.each([
    ['no dict', [1], 'BAD_SESSION'],
    ['left by delete(), without times', { _domain: null, _path: '/' }, 'BAD_SESSION'],
    ['with a time that is none', { a: 1, _accessed_time: 'x' }, 'BAD_SESSION'],
    ['unused for too long', { a: 1, _accessed_time: NOW - 60.25 }, 'EXPIRED'],
  ])('a value that is %s', async (_, value, reason) => {
    put('abc', value)
    expect(await reasonOf({ timeout: 60 })).toEqual([reason])
  })

  test('what delete() left is an empty session where there is no timeout', async () => {
    put('abc', { _domain: null, _path: '/' })
    expect(await visit((session) => [session.new, session.size, session.created])).toEqual([
      false,
      0,
      NOW,
    ])
  })

  test.each([
    ['empty', ''],
    ['longer than any', 'a'.repeat(257)],
  ])('a signed id that is %s is not asked for', async (_, id) => {
    cookie = signed(id)
    expect(await reasonOf()).toEqual(['BAD_SESSION'])
    expect(redis.commands).toEqual([])
  })

  test('one beyond Latin-1 is not asked for', async () => {
    cookie = signed('abc').replace(/.$/, 'ă')
    expect(await visit((session) => session.new)).toBe(true)
    expect(redis.commands).toEqual([])
  })
})

test.each(['_creation_time', '_accessed_time', '_domain', '_path'])(
  'the key %s, which is Beaker’s own, is refused',
  async (key) => {
    const { opened, session } = await begin()
    session.set(key, 'mine')
    await expect(opened.commit()).rejects.toMatchObject({ code: 'BAD_VALUE', path: key })
  },
)
