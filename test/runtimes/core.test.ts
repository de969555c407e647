/**
 * What an application asks of the library, in whatever runtime it is: sessions of every factory go from request to
 * request, and what the runtime's own functions do for them.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test } from 'vitest'
import {
  MemoryRevocationList,
  PickleSerializer,
  SignedSerializer,
  baseCookieSessionFactory,
  cookieSessionFactory,
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  signedFormat,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionEvent, SessionFactory } from '../../src/index.js'

const SECRET = 'the secret of all runtimes, which is longer than sixty-four bytes: 0123456789'
const KEY = generateKey()

const FACTORIES: Readonly<Record<string, SessionFactory>> = {
  sealed: sealedCookieSessionFactory(KEY),
  'sealed, compressed': sealedCookieSessionFactory(KEY, { compress: true }),
  'sealed, several keys': sealedCookieSessionFactory([generateKey(), KEY]),
  'signed by a key': cookieSessionFactory(signedFormat(KEY)),
  'signed as Pyramid does': signedCookieSessionFactory(SECRET),
  'signed, pickle': signedCookieSessionFactory(SECRET, { serializer: new PickleSerializer() }),
  'signed, SHA-256': signedCookieSessionFactory(SECRET, { hashAlg: 'sha256' }),
  'a serializer of one’s own': baseCookieSessionFactory(new SignedSerializer(SECRET, 'shop')),
  unencrypted: unencryptedCookieSessionFactoryConfig(SECRET),
  'unencrypted, in another format': cookieSessionFactory(pyramidHexFormat(SECRET)),
}

const DATA = { text: 'Zoë 😀 \u0000', number: 1.5, list: [1, null, true], long: 'x'.repeat(500) }

/** The Cookie header after an answer. */
const cookieOf = (lines: readonly (readonly [string, string])[]): string =>
  lines.map(([, line]) => line.split(';')[0]).join('; ')

function cookieWith(factory: SessionFactory, data: object = DATA): string {
  const { session, commit } = factory.open()
  session.update(data as Record<string, unknown>)
  return cookieOf(commit())
}

describe.each(Object.entries(FACTORIES))('%s', (_, factory) => {
  test('a session is read in the next request as it was written in this one', () => {
    const { session } = factory.open(cookieWith(factory))
    expect(session.toJSON()).toEqual(DATA)
  })

  test('flash messages and the token of CSRF go along', () => {
    const first = factory.open()
    first.session.flash('Saved.')
    const token = first.session.getCsrfToken()
    const { session } = factory.open(cookieOf(first.commit()))
    expect([session.popFlash(), session.getCsrfToken()]).toEqual([['Saved.'], token])
  })

  test('a cookie that somebody changed is none', () => {
    const cookie = cookieWith(factory)
    const at = Math.floor(cookie.length / 2)
    const changed = cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1)
    expect(factory.open(changed).session.size).toBe(0)
  })
})

test('what several keys seal, the newest does; what the older sealed is read', () => {
  const [old, renewed] = [FACTORIES['sealed']!, FACTORIES['sealed, several keys']!]
  expect(renewed.open(cookieWith(old)).session.toJSON()).toEqual(DATA)
  expect(old.open(cookieWith(renewed)).session.size).toBe(0)
})

test('what is compressed is shorter', () => {
  const { sealed, 'sealed, compressed': compressed } = FACTORIES
  expect(cookieWith(compressed!).length).toBeLessThan(cookieWith(sealed!).length - 400)
})

test('keys are random, and taken', () => {
  const keys = Array.from({ length: 100 }, () => generateKey())
  expect(new Set(keys).size).toBe(100)
  for (const key of keys) expect(() => sealedCookieSessionFactory(key)).not.toThrow()
})

test.each(['correct horse battery staple, twice over', 'A'.repeat(43), 'seekrit', 'abcd'])(
  'a weak key is refused: %s',
  (key) => {
    expect(() => sealedCookieSessionFactory(key)).toThrow(/^keys must be random/)
  },
)

test('an ended session is ended for its copies too', () => {
  const factory = sealedCookieSessionFactory(KEY, { revocation: new MemoryRevocationList() })
  const copy = cookieWith(factory)
  const { session, commit } = factory.open(copy)
  session.invalidate()
  commit()
  expect(factory.open(copy).session.size).toBe(0)
})

test('who listens on the channel of diagnostics hears of a cookie that was not taken', () => {
  const heard: SessionEvent[] = []
  const hear = (event: unknown): void => void heard.push(event as SessionEvent)
  subscribe('cartouche:session', hear)
  const factory = sealedCookieSessionFactory(KEY)
  const refused = cookieWith(sealedCookieSessionFactory(generateKey()))
  expect(factory.open(refused).session.size).toBe(0)
  unsubscribe('cartouche:session', hear)
  expect(heard).toMatchObject([{ type: 'invalid', reason: 'UNKNOWN_KEY' }])
})

test('tokens are random', () => {
  const token = (): string => FACTORIES['sealed']!.open().session.getCsrfToken()
  const tokens = Array.from({ length: 1000 }, token)
  expect(new Set(tokens).size).toBe(1000)
})
