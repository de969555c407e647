import { channel } from 'node:diagnostics_channel'
import { describe, expect, test, vi } from 'vitest'
import {
  DeserializeError,
  OptionError,
  generateKey,
  sealedCookieSessionFactory,
  pyramidHexFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { mintCookie, mintSetCookie, readCookie, testClock } from '../../src/testing/index.js'
import type { SetCookieSource } from '../../src/testing/index.js'
import { kinds, modern, pyramids } from './factories.js'
import { thrownBy } from '../support/thrown.js'

describe.each(kinds)('$name', ({ make }) => {
  test('gives back what was minted', () => {
    const clock = testClock()
    const factory = make({ clock })
    const flash = { '': ['Saved.'], error: ['No.', { code: 5 }] }
    const cookie = mintCookie(factory, { userId: 7, a: [1] }, { flash, csrfToken: true })
    const minted = clock()
    clock.advance(30)
    const read = readCookie(factory, cookie)
    expect(read?.data).toEqual({ userId: 7, a: [1] })
    expect(read).toMatchObject({
      flash,
      csrfToken: expect.stringMatching(/^[\da-f]{40}$/),
      persistent: false,
      created: minted,
      accessed: minted,
    })
  })

  test('leaves out what is not there', () => {
    const factory = make()
    const { data, flash, csrfToken, subject } = readCookie(factory, mintCookie(factory, { a: 1 }))!
    expect(data).toEqual({ a: 1 })
    expect(flash).toEqual({})
    expect([csrfToken, subject]).toEqual([undefined, undefined])
  })

  test('takes the lines from wherever they are', () => {
    const factory = make()
    const line = mintSetCookie(factory, { a: 1 })
    const headers = new Headers([
      ['set-cookie', 'theme=dark'],
      ['set-cookie', line],
    ])
    const sources: SetCookieSource[] = [
      line,
      `theme=dark; ${line.split(';')[0]!}`,
      [line],
      [
        ['Vary', 'Cookie'],
        ['Set-Cookie', line],
      ],
      headers,
      new Response('', { headers }),
      { headers: { 'set-cookie': [line] } },
      { headers: { 'set-cookie': line } },
    ]
    const found = sources.map((source) => readCookie(factory, source)?.data)
    expect(found).toEqual(sources.map(() => ({ a: 1 })))
  })

  test('of several lines the last counts', () => {
    const factory = make()
    const lines = [1, 2].map((a) => mintSetCookie(factory, { a }))
    expect(readCookie(factory, lines)?.data).toEqual({ a: 2 })
  })

  test.each<[string, SetCookieSource]>([
    ['nothing', undefined],
    ['null', null],
    ['no text', ''],
    ['another cookie', 'theme=dark'],
    ['no lines', []],
    ['a response without any', new Response('')],
    ['headers of another client without any', { headers: {} }],
  ])('%s holds no session', (_, source) => {
    expect(readCookie(make(), source)).toBeUndefined()
  })

  test('a cookie that is taken away holds no session', () => {
    const factory = make()
    const line = mintSetCookie(factory, { a: 1 })
    const removal = `${factory.cookieName}=; Path=/; Max-Age=0`
    expect(readCookie(factory, [line, removal])).toBeUndefined()
    expect(readCookie(factory, removal)).toBeUndefined()
    expect(readCookie(factory, [removal, line])?.data).toEqual({ a: 1 })
  })

  test('throws why a cookie is refused', () => {
    const clock = testClock()
    const factory = make({ clock })
    const cookie = mintCookie(factory, { a: 1 })
    const foreign = mintCookie(make({ clock }), { a: 1 })
    for (const refused of [foreign, `${cookie.slice(0, 30)}`, `${factory.cookieName}=garbage`]) {
      expect(() => readCookie(factory, refused)).toThrow(DeserializeError)
    }
    clock.advance(100_000)
    expect(thrownBy(() => readCookie(factory, cookie))).toMatchObject({
      name: 'DeserializeError',
      code: 'EXPIRED',
    })
  })

  test('is no access: read late and often, a session ends when it would have', () => {
    const clock = testClock()
    const factory = make({ clock })
    const cookie = mintCookie(factory, { a: 1 })
    clock.advance(1000)
    const [first, second] = [readCookie(factory, cookie), readCookie(factory, cookie)]
    expect(first).toEqual(second)
    expect(first?.accessed).toBe(clock() - 1000)
  })
})

test.each(modern)('$name: id, subject and persistence', ({ make }) => {
  const factory = make()
  const cookie = mintCookie(factory, {}, { subject: 'user 7', persistent: true })
  const read = readCookie(factory, cookie)
  expect(read).toMatchObject({ subject: 'user 7', persistent: true })
  expect(read?.id).toMatch(/^[\w-]{22}$/)
  expect(read?.id).toBe(factory.open(cookie).session.id)
})

test.each(pyramids)('$name has no id', ({ make }) => {
  const factory = make()
  expect(readCookie(factory, mintCookie(factory, {}))).toMatchObject({
    id: undefined,
    subject: undefined,
  })
})

test('the reason is that of this cookie, not of one that a listener reads', () => {
  const clock = testClock()
  const other = sealedCookieSessionFactory(generateKey(), { clock })
  const onEvent = (): void => void other.open('__Host-session=garbage').session.peek()
  const factory = sealedCookieSessionFactory(generateKey(), { clock, onEvent })
  const cookie = mintCookie(factory, { a: 1 })
  clock.advance(1801)
  expect(thrownBy(() => readCookie(factory, cookie))).toMatchObject({ code: 'EXPIRED' })
})

test('what the factory hears is what it hears of a request', () => {
  const onEvent = vi.fn<(event: object) => void>()
  const factory = sealedCookieSessionFactory(generateKey(), { onEvent })
  expect(() => readCookie(factory, '__Host-session=garbage')).toThrow(DeserializeError)
  expect(onEvent.mock.calls).toMatchObject([[{ type: 'invalid', request: undefined }]])
})

test('nobody listens any longer than it takes', () => {
  // In other runtimes all tests are of one process, and the page for development listens for good.
  const { hasSubscribers } = channel('cartouche:session')
  const factory = sealedCookieSessionFactory(generateKey())
  readCookie(factory, mintCookie(factory, { a: 1 }))
  expect(() => readCookie(factory, '__Host-session=garbage')).toThrow(DeserializeError)
  expect(channel('cartouche:session').hasSubscribers).toBe(hasSubscribers)
})

test('sessions in older formats are read, whatever their cookie is called', () => {
  const secret = generateKey()
  const old = unencryptedCookieSessionFactoryConfig(secret)
  const format = pyramidHexFormat(secret)
  const factory = sealedCookieSessionFactory(generateKey(), {
    acceptFormats: [{ format, until: '2999-01-01', cookieName: 'session' }],
  })
  expect(readCookie(factory, mintCookie(old, { a: 1 }))?.data).toEqual({ a: 1 })
})

test('what JavaScript has comes back as it is', () => {
  const factory = sealedCookieSessionFactory(generateKey())
  const data = { when: new Date(5), seen: new Set([1]), big: 2n, bytes: Uint8Array.of(1) }
  expect(readCookie(factory, mintCookie(factory, data))?.data).toEqual(data)
})

test.each([7, {}, new Map(), [7], [{}]])('%o is no source', (source) => {
  const factory = sealedCookieSessionFactory(generateKey())
  expect(() => readCookie(factory, source as SetCookieSource)).toThrow(TypeError)
})

test('what is no factory is refused', () => {
  expect(() => readCookie('a secret' as unknown as SessionFactory, '')).toThrow(OptionError)
})
