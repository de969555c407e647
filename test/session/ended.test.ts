/** Ends of sessions under odd circumstances: other cookies beside, lists that fail or lag, requests at once. */
import { describe, expect, test } from 'vitest'
import {
  DeserializeError,
  JSONSerializerWithPickleFallback,
  LIVES,
  MemoryRevocationList,
  PickleSerializer,
  cookieSessionFactory,
  generateKey,
  pyramidHexFormat,
  pyramidSignedFormat,
  sealedCookieSessionFactory,
  sealedFormat,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type {
  OpenSession,
  Revocation,
  SessionFactory,
  SessionFormat,
  StandardSchema,
} from '../../src/index.js'
import { mintCookie, testClock } from '../../src/testing/index.js'

type Data = Record<string, unknown>

const clock = testClock()
const key = generateKey()
const secret = generateKey() + generateKey()
const sealed = (options: object = {}): SessionFactory<Data> =>
  sealedCookieSessionFactory<Data>(key, { clock, ...options })
const list = (): MemoryRevocationList => new MemoryRevocationList({ clock })
const old = signedCookieSessionFactory<Data>(secret, { clock })
const entry = { format: pyramidSignedFormat(secret), until: '2099-01-01', cookieName: 'session' }

/** Names of the cookies that are set, and of those that are taken away. */
const sent = ({ commit }: OpenSession<Data>): string[] =>
  commit().map(([, line]) => line.replace(/=;.*/, '-').replace(/=.*/, ''))
const cookieOf = ({ commit }: OpenSession<Data>): string | undefined =>
  commit()[0]?.[1].split(';')[0]

describe('a session that was read in an older format', () => {
  const withOld = sealed({ acceptFormats: [entry] })
  const legacy = mintCookie(old, { userId: 7 })

  test('is over after sign-out, also where a message follows', () => {
    const opened = withOld.open(legacy)
    opened.session.invalidate()
    opened.session.flash('Signed out')
    expect(sent(opened)).toEqual(['__Host-session', 'session-'])
  })

  test('is taken away where it came beside another, which was taken', () => {
    const opened = withOld.open(`${mintCookie(withOld, { userId: 7 })}; ${legacy}`)
    opened.session.invalidate()
    expect(sent(opened)).toEqual(['__Host-session-', 'session-'])
  })

  test('is taken away by its own domain, under the name of the factory', () => {
    const here = sealed({
      cookieName: 'session',
      acceptFormats: [{ ...entry, domain: '.shop.example' }],
    })
    const opened = here.open(legacy)
    opened.session.get('userId')
    const lines = opened.commit().map(([, line]) => line)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^session=; Domain=\.shop\.example; Max-Age=0/)
  })

  test('is persistent where the factory says so', () => {
    const opened = sealed({ persistent: true, acceptFormats: [entry] }).open(legacy)
    expect([opened.session.persistent, opened.session.get('userId')]).toEqual([true, 7])
    expect(opened.commit()[0]![1]).toContain('Max-Age=')
  })
})

describe('a session that another request has ended', () => {
  test.each(['invalidate', 'invalidateAll'] as const)('by %s() is not brought back', (end) => {
    for (const go of ['regenerate', 'sign in'] as const) {
      const factory = sealed({ revocation: list() })
      const cookie = mintCookie(factory, { secret: 1 }, { subject: 'u' })
      clock.advance(1)
      const [one, other] = [factory.open(cookie), factory.open(cookie)]
      expect(other.session.peek('secret')).toBe(1)
      one.session[end]()
      if (go === 'regenerate') other.session.regenerate()
      else other.session.subject = 'v'
      const { session } = factory.open(cookieOf(other))
      expect([session.get('secret'), session.subject]).toEqual([
        undefined,
        go === 'regenerate' ? undefined : 'v',
      ])
    }
  })
})

test('invalidateOthers() keeps this session, also with a list that lags behind', () => {
  let known: readonly Revocation[] = []
  const said: Revocation[] = []
  const revocation = {
    revoke: (one: Revocation) => void said.push(one),
    isRevoked: (session: { id: string; subject: string | undefined; created: number }) =>
      known.some((one) =>
        'id' in one
          ? one.id === session.id
          : one.subject === session.subject && session.created <= one.before,
      ),
  }
  const factory = sealed({ revocation })
  const opened = factory.open(mintCookie(factory, {}, { subject: 'u' }))
  opened.session.invalidateOthers()
  const cookie = cookieOf(opened)
  known = said
  expect(factory.open(cookie).session.subject).toBe('u')
})

test('who signs in again goes on, though another clock was ahead when all sessions were ended', () => {
  let ahead = 5
  const factory = sealed({ revocation: list(), clock: () => clock() + ahead })
  const cookie = mintCookie(factory, {}, { subject: 'u' })
  ahead = 0
  factory.open(cookie).session.invalidateAll()
  const again = factory.open()
  again.session.subject = 'u'
  expect(factory.open(cookieOf(again)).session.subject).toBe('u')
})

test('rules by which sessions do not end go with no list, and lose the subject', () => {
  const life = LIVES['pyramid-2.0']
  const make = (options: object): SessionFactory<Data> =>
    cookieSessionFactory<Data>(sealedFormat(key), { clock, life, idleTimeout: 60, ...options })
  expect(() => make({ revocation: list() })).toThrow(
    expect.objectContaining({ option: 'revocation' }),
  )
  const factory = make({})
  const cookie = mintCookie(factory, {}, { subject: 'u' })
  const out = factory.open(cookie)
  out.session.invalidate()
  expect(factory.open(cookieOf(out)).session.subject).toBeUndefined()
  clock.advance(1000)
  const late = factory.open(cookie)
  late.session.get('a')
  expect(factory.open(cookieOf(late)).session.subject).toBeUndefined()
})

test('sign-out takes away a cookie that was refused for its data, and ends its session', () => {
  const never: StandardSchema<Data> = {
    '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{}] }) },
  }
  const revocation = list()
  const cookie = mintCookie(sealed(), { userId: 7 })
  const opened = sealed({ revocation, schema: never }).open(cookie)
  opened.session.invalidate()
  expect(sent(opened)).toEqual(['__Host-session-'])
  expect(sealed({ revocation }).open(cookie).session.get('userId')).toBeUndefined()
})

test('a list that fails leaves the session as it was', () => {
  const revocation = {
    isRevoked: () => false,
    revoke: () => {
      throw new Error('down')
    },
  }
  const cookie = mintCookie(sealed(), { userId: 7 }, { subject: 'u' })
  for (const end of ['invalidate', 'destroy', 'regenerate', 'invalidateAll'] as const) {
    const opened = sealed({ revocation }).open(cookie)
    expect(() => opened.session[end]()).toThrow('down')
    expect(opened.commit()).toEqual([])
  }
  const opened = sealed({ revocation }).open(cookie)
  expect(() => (opened.session.subject = 'v')).toThrow('down')
  expect(opened.session.subject).toBe('u')
})

test('regenerate() begins the absolute timeout anew with formats of Pyramid too', () => {
  const format = pyramidSignedFormat(secret)
  const factory = cookieSessionFactory<Data>(format, {
    clock,
    idleTimeout: 3600,
    absoluteTimeout: 3600,
  })
  const cookie = mintCookie(factory, { a: 1 })
  clock.advance(3000)
  const opened = factory.open(cookie)
  opened.session.regenerate()
  const next = cookieOf(opened)
  expect(factory.open(next).session.created).toBeCloseTo(opened.session.created, 3)
  clock.advance(1000)
  expect(factory.open(next).session.get('a')).toBe(1)
})

test.each(['', 'x'.repeat(257), 7])('a subject is no %j', (subject) => {
  const { session } = sealed().open()
  expect(() => (session.subject = subject as string)).toThrow(TypeError)
})

describe('a schema', () => {
  const strict: StandardSchema<Data> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        'userId' in (value as object) ? { value: { ...(value as Data) } } : { issues: [{}] },
    },
  }
  const factory = sealed({ schema: strict })

  test('is not asked about who has no data yet', () => {
    const opened = factory.open()
    const token = opened.session.getCsrfToken()
    expect(factory.open(cookieOf(opened)).session.getCsrfToken()).toBe(token)
  })

  test('does not make reading write the cookie', () => {
    const opened = factory.open()
    opened.session.getCsrfToken()
    opened.session.set('userId', 1)
    const next = factory.open(cookieOf(opened))
    next.session.get('userId')
    expect(next.commit()).toEqual([])
  })
})

test('what cannot be written can be read, with detectChanges too', () => {
  const both = generateKey() + generateKey()
  const pickles = signedCookieSessionFactory<Data>(both, {
    clock,
    serializer: new PickleSerializer(),
  })
  const cookie = mintCookie(pickles, { user: 'ana', tags: new Set(['x']) })
  const serializer = new JSONSerializerWithPickleFallback()
  const factory = signedCookieSessionFactory<Data>(both, { clock, serializer, detectChanges: true })
  expect(factory.open(cookie).session.get('user')).toBe('ana')
})

describe('what an application’s own code cannot write can be read, and its session ended', () => {
  const signIn = (factory: SessionFactory<Data>, value: unknown): string => {
    const opened = factory.open()
    opened.session.set('n', value)
    return cookieOf(opened)!
  }

  test('where a serializer gives what it does not take', () => {
    const digits = (_: string, value: unknown): unknown =>
      typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value
    const serializer = {
      dumps: (value: unknown) => Buffer.from(JSON.stringify(value)),
      loads: (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString(), digits) as unknown,
    }
    const options = { clock, serializer, detectChanges: true, reissueTime: null }
    const factory = signedCookieSessionFactory<Data>(secret, options)
    const cookie = signIn(factory, '12n')
    const reading = factory.open(cookie)
    expect([reading.session.get('n'), reading.commit()]).toEqual([12n, []])
    const writing = factory.open(cookie)
    writing.session.set('b', 1)
    expect(() => writing.commit()).toThrow(TypeError)
  })

  test('where a format moves a session that it does not hold', () => {
    const plain: SessionFormat = {
      name: 'plain',
      isAuthenticated: false,
      carriesId: false,
      read: () => {
        throw new DeserializeError('BAD_PAYLOAD', 'none')
      },
      write: ({ data }) => encodeURIComponent(JSON.stringify([...data])),
      dataText: (data) => JSON.stringify([...data]),
    }
    const hex = unencryptedCookieSessionFactoryConfig<Data>(secret, { clock })
    const cookie = signIn(hex, 2n ** 70n)
    const format = pyramidHexFormat(secret)
    const factory = cookieSessionFactory<Data>(plain, {
      clock,
      cookieName: 'plain',
      secure: false,
      acceptFormats: [{ ...entry, format }],
    })
    expect(factory.open(cookie).session.peek('n')).toBe(2n ** 70n)
    const reading = factory.open(cookie)
    expect(reading.session.get('n')).toBe(2n ** 70n)
    expect(() => reading.commit()).toThrow(TypeError)
    const ending = factory.open(cookie)
    ending.session.invalidate()
    expect(sent(ending)).toEqual(['plain-', 'session-'])
  })
})
