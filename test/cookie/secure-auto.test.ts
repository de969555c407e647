/** `secure: 'auto'`: the attribute follows what the binding knows of the request. */
import { describe, expect, test } from 'vitest'
import {
  CookieCSRFStoragePolicy,
  cookieSessionFactory,
  generateKey,
  pyramidHexFormat,
  sealedCookieSessionFactory,
  signedCookieSessionFactory,
  unencryptedCookieSessionFactoryConfig,
} from '../../src/index.js'
import type { SessionFactory } from '../../src/index.js'
import { authJsSessionFactory } from '../../src/languages/jwt.js'

const SECRET = 'the secret of these tests, which is longer than sixty-four bytes: 0123456789'

const kinds: Record<string, SessionFactory> = {
  first: unencryptedCookieSessionFactoryConfig(SECRET, { cookieSecure: 'auto' }),
  signed: signedCookieSessionFactory(SECRET, { secure: 'auto' }),
  sealed: sealedCookieSessionFactory(generateKey(), { secure: 'auto', cookieName: 'session' }),
}

function lineOf(factory: SessionFactory, isSecure?: () => boolean): string {
  const { session, commit } = factory.open(undefined, undefined, isSecure)
  session.set('a', 1)
  return commit()[0]![1]
}

describe.each(Object.entries(kinds))('the %s factory', (_, factory) => {
  test('over HTTPS the cookie is secure', () => {
    expect(lineOf(factory, () => true)).toMatch(/; secure(?:;|$)/)
  })

  test('over HTTP it is not, and has its other attributes', () => {
    const line = lineOf(factory, () => false)
    expect(line).not.toMatch(/secure/i)
    expect(line).toContain('; SameSite=Lax')
  })

  test('where nobody knows it is', () => {
    expect(lineOf(factory)).toMatch(/; secure(?:;|$)/)
  })
})

test.each([
  ['true', true, true],
  ['false', false, false],
])('secure: %s asks nobody', (_, secure, expected) => {
  const ask = (): never => {
    throw new Error('nobody asks')
  }
  const line = lineOf(signedCookieSessionFactory(SECRET, { secure }), ask)
  expect(/secure/.test(line)).toBe(expected)
})

test('the lines that take the cookies beside it away follow it too', () => {
  const factory = authJsSessionFactory(SECRET, { secure: 'auto', clock: () => 1_700_000_000 })
  const first = factory.open()
  first.session.set('a', 'x'.repeat(4000))
  const cookies = first.commit().map(([, line]) => line.split(';')[0])
  const linesBy = (isSecure?: () => boolean): string[] => {
    const { session, commit } = factory.open(cookies.join('; '), undefined, isSecure)
    session.invalidate()
    return commit().map(([, line]) => line)
  }
  expect(linesBy()).toHaveLength(3)
  for (const line of linesBy()) expect(line).toMatch(/Max-Age=0;.*; secure(?:;|$)/)
  for (const line of linesBy(() => false)) expect(line).not.toMatch(/secure/)
})

test('the line that takes a cookie away follows it too', () => {
  const factory = sealedCookieSessionFactory(generateKey(), { secure: 'auto', cookieName: 'id' })
  const cookie = lineOf(factory, () => false).split(';')[0]
  const { session, commit } = factory.open(cookie, undefined, () => false)
  session.invalidate()
  expect(commit()[0]![1]).toMatch(/^id=; Max-Age=0/)
  expect(commit().join()).not.toMatch(/secure/i)
})

test('an older cookie is taken away over HTTP as well', () => {
  const old = signedCookieSessionFactory(SECRET, { cookieName: 'old' })
  const factory = cookieSessionFactory(pyramidHexFormat(SECRET), {
    secure: 'auto',
    cookieName: 'new',
    acceptFormats: [{ format: pyramidHexFormat(SECRET), until: '2999-01-01', cookieName: 'old' }],
  })
  const { session, commit } = factory.open(lineOf(old).split(';')[0], undefined, () => false)
  session.set('a', 2)
  const lines = commit().map(([, line]) => line)
  expect(lines).toEqual([expect.stringMatching(/^new=/), expect.stringMatching(/^old=; Max-Age=0/)])
  expect(lines.join()).not.toMatch(/secure/i)
})

test.each(['https', 'http'])("a CSRF policy's cookie over %s", (scheme) => {
  const policy = new CookieCSRFStoragePolicy({ secure: 'auto' })
  const { session } = kinds['first']!.open()
  const request = { method: 'GET', scheme, host: 'shop.example', header: () => null, session }
  policy.newCsrfToken(request)
  expect(/secure/.test(policy.commit(request)[0]![1])).toBe(scheme === 'https')
})

test.each<[string, object, string]>([
  ["a name that needs a secure cookie: the default's", {}, 'secure'],
  ['a cookie for other sites', { cookieName: 'id', sameSite: 'None' }, 'sameSite'],
  ['a partitioned one', { cookieName: 'id', partitioned: true }, 'partitioned'],
])('it is not enough for %s', (_, options, option) => {
  expect(() => sealedCookieSessionFactory(generateKey(), { ...options, secure: 'auto' })).toThrow(
    expect.objectContaining({ code: 'BAD_OPTION', option }),
  )
})

test('nothing else is taken', () => {
  expect(() => signedCookieSessionFactory(SECRET, { secure: 'always' as never })).toThrow(
    "secure must be true, false or 'auto'",
  )
})
