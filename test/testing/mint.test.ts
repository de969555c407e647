import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  CookieTooLargeError,
  MemoryRevocationList,
  OptionError,
  generateKey,
  sealedCookieSessionFactory,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { mintCookie, mintSetCookie, readCookie, testClock } from '../../src/testing/index.js'
import type { MintOptions } from '../../src/testing/index.js'
import { kinds, modern, pyramids } from './factories.js'

describe.each(kinds)('$name', ({ make }) => {
  test('a request with the cookie has the session', () => {
    const clock = testClock()
    const factory = make({ clock })
    const cookie = mintCookie(factory, { userId: 7, cart: ['é'] })
    expect(cookie).toMatch(new RegExp(`^${factory.cookieName}=[^;]+$`))
    const { session } = factory.open(cookie)
    expect(session.new).toBe(false)
    expect(session.created).toBe(clock())
    expect([...session]).toEqual([
      ['userId', 7],
      ['cart', ['é']],
    ])
  })

  test('data may be a Map', () => {
    const factory = make()
    const cookie = mintCookie(factory, new Map([['userId', 7]]))
    expect(factory.open(cookie).session.get('userId')).toBe(7)
  })

  test('flash messages wait in their queues', () => {
    const factory = make()
    const flash = { '': ['Saved.', 'Saved.'], error: [{ code: 5 }] }
    const { session } = factory.open(mintCookie(factory, {}, { flash }))
    expect(session.popFlash()).toEqual(['Saved.', 'Saved.'])
    expect(session.popFlash('error')).toEqual([{ code: 5 }])
    expect(session.size).toBe(0)
  })

  test('it has a CSRF token where it is to have one', () => {
    const factory = make()
    const keys = (options: MintOptions): unknown[] => [
      ...factory.open(mintCookie(factory, { a: 1 }, options)).session.keys(),
    ]
    expect(keys({})).toEqual(['a'])
    expect(keys({ csrfToken: true })).toEqual(['a', '_csrft_'])
  })

  test('the line is the one that a response would carry', () => {
    const factory = make()
    const line = mintSetCookie(factory, { a: 1 })
    const { session, commit } = factory.open()
    session.set('a', 1)
    const attributes = (text: string): string[] => text.split('; ').slice(1)
    expect(attributes(line)).toEqual(attributes(commit()[0]![1]))
    expect(attributes(line)).toContain('Path=/')
  })

  test('what does not fit is refused as ever', () => {
    expect(() => mintCookie(make(), { a: 'x'.repeat(5000) })).toThrow(CookieTooLargeError)
  })
})

describe.each(modern)('$name', ({ make }) => {
  test('it has a subject, and the token of after its sign-in', () => {
    const factory = make()
    const cookie = mintCookie(factory, { a: 1 }, { subject: 'user 7', csrfToken: true })
    const { session } = factory.open(cookie)
    expect(session.subject).toBe('user 7')
    expect(session.has('_csrft_')).toBe(true)
  })

  test('a subject is enough for a session', () => {
    const factory = make()
    expect(factory.open(mintCookie(factory, {}, { subject: 'a' })).session.subject).toBe('a')
  })

  test('the browser keeps it where it is persistent', () => {
    const factory = make()
    expect(mintSetCookie(factory, { a: 1 })).not.toContain('Max-Age')
    const line = mintSetCookie(factory, { a: 1 }, { persistent: true })
    expect(line).toContain('; Max-Age=1800;')
    expect(factory.open(line.split(';')[0]).session.persistent).toBe(true)
  })

  test('a session that holds nothing gets no cookie, and that is said', () => {
    expect(() => mintCookie(make(), {})).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE', message: expect.stringContaining('give it') }),
    )
  })
})

test.each(pyramids)('$name carries no subject', ({ make }) => {
  expect(() => mintCookie(make(), {}, { subject: 'a' })).toThrow(
    expect.objectContaining({ code: 'BAD_VALUE' }),
  )
})

test('minting ends no other session, and tells nobody anything', () => {
  const clock = testClock()
  const heard: unknown[] = []
  const revocation = new MemoryRevocationList({ clock })
  const onEvent = (event: unknown): void => void heard.push(event)
  const factory = sealedCookieSessionFactory(generateKey(), { clock, revocation, onEvent })
  const mint = (): string => mintCookie(factory, { a: 1 }, { subject: 'user 7' })
  const [first, second] = [mint(), mint()]
  expect([first, second].map((cookie) => factory.open(cookie).session.get('a'))).toEqual([1, 1])
  expect(heard).toEqual([])
})

test('what a revocation list answers later is not awaited, and the error says what to do', async () => {
  const revocation = { isRevoked: async () => false, revoke: async () => undefined }
  const factory = sealedCookieSessionFactory<{ a: number }>(generateKey(), { revocation })
  const advice = /give it a MemoryRevocationList in tests/
  const cookie = mintCookie(factory, { a: 1 })
  expect(() => readCookie(factory, cookie)).toThrow(advice)
  expect(() => readCookie(factory, cookie)).toThrow(expect.objectContaining({ code: 'NOT_LOADED' }))
  expect(() => mintCookie(factory, { a: 1 }, { subject: 'user 7' })).toThrow(advice)
  const open = factory.open(cookie)
  await open.load?.()
  expect(open.session.get('a')).toBe(1)
})

test.each([
  ['subject', { subject: '' }],
  ['persistent', { persistent: 'yes' }],
  ['csrfToken', { csrfToken: 'abc' }],
  ['flash', { flash: ['Saved.'] }],
  ['flash', { flash: { error: 'Saved.' } }],
  ['user', { user: 7 }],
])('an option %s that is none is refused', (option, options) => {
  const [{ make }] = kinds as [(typeof kinds)[0]]
  expect(() => mintCookie(make(), { a: 1 }, options as MintOptions)).toThrow(
    expect.objectContaining({ name: 'OptionError', option }),
  )
})

test('what is no factory is refused', () => {
  expect(() => mintCookie('a secret' as unknown as SessionFactory, {})).toThrow(OptionError)
})

test('data are those of the factory', () => {
  const factory = sealedCookieSessionFactory<{ userId: number }>(generateKey())
  expectTypeOf(mintCookie<{ userId: number }>)
    .parameter(1)
    .toExtend<Partial<{ userId: number }> | Iterable<['userId', number]>>()
  // @ts-expect-error -- userId is a number
  expect(mintCookie(factory, { userId: 'seven' })).toBeTypeOf('string')
})
