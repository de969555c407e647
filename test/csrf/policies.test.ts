/** What the recordings do not ask the storage policies. */
import { describe, expect, test, vi } from 'vitest'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { LegacySessionCSRFStoragePolicy } from '../../src/csrf/legacy-session-policy.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import { setCookieWriter } from '../../src/cookie/write.js'
import { CookieTooLargeError } from '../../src/errors.js'
import { sealedCookieSessionFactory } from '../../src/index.js'
import type { OpenSession } from '../../src/index.js'
import { latin1ToText } from '../../src/lib/text.js'
import { Jar, keyOf } from '../support/jar.js'
import type { Data } from '../support/jar.js'
import { requestOf } from './recorded.js'

const ATTRIBUTES = {
  maxAge: null,
  path: null,
  domain: null,
  secure: false,
  httpOnly: false,
  sameSite: null,
  partitioned: false,
}
const get = requestOf({})
const stored = (key: string): unknown => get.session.get(key as never)
const store = (key: string, value: unknown) => get.session.set(key as never, value as never)

describe('LegacySessionCSRFStoragePolicy', () => {
  const policy = new LegacySessionCSRFStoragePolicy()

  test('has the token of the session', () => {
    const token = policy.newCsrfToken(get)
    expect(token).toBe(get.session.getCsrfToken())
    expect(policy.getCsrfToken(get)).toBe(token)
    expect(policy.checkCsrfToken(get, token)).toBe(true)
  })

  test('a stored token that is no text equals nothing', () => {
    store('_csrft_', 12)
    expect(policy.checkCsrfToken(get, '12')).toBe(false)
    store('_csrft_', '€')
    expect(policy.checkCsrfToken(get, '€')).toBe(false)
  })
})

describe('SessionCSRFStoragePolicy', () => {
  const policy = new SessionCSRFStoragePolicy()

  test('a new token takes the place of the old one', () => {
    const [first, second] = [policy.newCsrfToken(get), policy.newCsrfToken(get)]
    expect(first).not.toBe(second)
    expect(stored('_csrft_')).toBe(second)
    expect(policy.checkCsrfToken(get, first)).toBe(false)
    expect(policy.checkCsrfToken(get, second)).toBe(true)
  })

  test.each(['_f_', '_f_error'])(
    'the key %s, which is that of flash messages, is refused',
    (key) => {
      const option = expect.objectContaining({ code: 'BAD_OPTION', option: 'key' })
      expect(() => new SessionCSRFStoragePolicy({ key })).toThrow(option)
    },
  )

  const otherKey = { key: 'token' }
  const open = (header?: string, options: object = {}): OpenSession<Data> =>
    sealedCookieSessionFactory<Data>(keyOf('policies'), options).open(header)

  test('another key is a token only for the factories whose sessions it was used with', () => {
    const [mine, other] = [1, 2].map(() => sealedCookieSessionFactory<Data>(keyOf('policies')))
    const used = new SessionCSRFStoragePolicy(otherKey)
    const [own, theirs] = [mine!.open().session, other!.open().session]
    used.newCsrfToken({ ...get, session: own })
    theirs.set('token', 'of an API')
    for (const session of [own, theirs]) session.regenerate()
    expect([own.get('token'), theirs.get('token')]).toEqual([undefined, 'of an API'])
  })

  test.each<[string, (request: typeof get) => unknown]>([
    ['asked for', (request) => policyOf().getCsrfToken(request)],
    ['checked', (request) => policyOf().checkCsrfToken(request, 'x')],
    ['made anew', (request) => policyOf().newCsrfToken(request)],
  ])('a token that was %s is deleted at sign-in', (_, use) => {
    const factory = sealedCookieSessionFactory<Data>(keyOf('policies'))
    const jar = new Jar()
    jar.visit(factory, (session) => session.set('token', 'old'))
    jar.visit(factory, (session) => {
      use({ ...get, session })
      session.subject = 'ada'
      expect(session.has('token')).toBe(false)
    })
  })

  test('a schema sees the key of that name that is no token', () => {
    policyOf()
    const validate = vi.fn((value: unknown) => ({ value }))
    const schema = { '~standard': { version: 1, vendor: 'tests', validate } }
    const { session, commit } = open()
    session.set('token', 'of an API')
    const opened = open(commit()[0]![1], { schema })
    expect(opened.session.get('token')).toBe('of an API')
    expect(validate.mock.calls).toEqual([[{ token: 'of an API' }]])
  })

  const policyOf = (): SessionCSRFStoragePolicy => new SessionCSRFStoragePolicy(otherKey)

  test.each([12, true, ['x'], null])('a stored %j counts as none', (value) => {
    store('_csrft_', value)
    expect(policy.getCsrfToken(get)).toMatch(/^[\da-f]{32}$/)
  })

  test.each<[string, object]>([
    ['key', { key: 1 }],
    ['tokenFactory', { tokenFactory: 'x' }],
    ['cookieName', { cookieName: 'x' }],
  ])('the option %s is refused', (option, options) => {
    expect(() => new SessionCSRFStoragePolicy(options)).toThrow(expect.objectContaining({ option }))
  })
})

describe('CookieCSRFStoragePolicy', () => {
  test('requests do not see the tokens of each other', () => {
    const policy = new CookieCSRFStoragePolicy()
    const [one, other] = [requestOf({}), requestOf({})]
    expect(policy.getCsrfToken(one)).not.toBe(policy.getCsrfToken(other))
    expect(policy.commit(requestOf({}))).toEqual([])
  })

  test('of two new tokens the second counts, and is sent', () => {
    const policy = new CookieCSRFStoragePolicy()
    const request = requestOf({ cookieHeader: 'csrf_token=old' })
    const [first, second] = [policy.newCsrfToken(request), policy.newCsrfToken(request)]
    expect(policy.checkCsrfToken(request, 'old')).toBe(false)
    expect(policy.checkCsrfToken(request, first)).toBe(false)
    expect(policy.checkCsrfToken(request, second)).toBe(true)
    expect(policy.commit(request)).toEqual([
      ['Set-Cookie', `csrf_token=${second}; Path=/; SameSite=Lax`],
    ])
  })

  test('a new token after the headers went out is given out once more', () => {
    const policy = new CookieCSRFStoragePolicy()
    const request = requestOf({})
    policy.getCsrfToken(request)
    expect(policy.commit(request)).toHaveLength(1)
    policy.getCsrfToken(request)
    expect(policy.commit(request)).toEqual([])
    policy.newCsrfToken(request)
    expect(policy.commit(request)).toHaveLength(1)
  })

  test('name and token have at most the 4096 bytes that browsers keep', () => {
    const policyOf = (size: number, cookieName = 'csrf_token') =>
      new CookieCSRFStoragePolicy({ cookieName, tokenFactory: () => 'x'.repeat(size) })
    const request = requestOf({})
    for (const [fits, name] of [
      [4086, 'csrf_token'],
      [4093, 'tok'],
    ] as const) {
      const policy = policyOf(fits, name)
      policy.newCsrfToken(request)
      expect(policy.commit(request)).toHaveLength(1)
      const large = policyOf(fits + 1, name)
      large.newCsrfToken(request)
      expect(() => large.commit(request)).toThrow(new CookieTooLargeError(fits + 1, fits))
    }
  })

  test.each(['', 'with space', 'é', '€', 'a\nb', 12, undefined, '"', "'", '&lt', '<b>', '>'])(
    'a token factory that makes %j is refused',
    (token) => {
      const policy = new CookieCSRFStoragePolicy({ tokenFactory: () => token as string })
      expect(() => policy.getCsrfToken(requestOf({}))).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE' }),
      )
    },
  )

  test('a token with characters that need quotes comes back', () => {
    const policy = new CookieCSRFStoragePolicy({ tokenFactory: () => String.raw`a;,[]\=b` })
    const request = requestOf({})
    const token = policy.getCsrfToken(request)
    const [[, line]] = policy.commit(request) as [[string, string]]
    expect(line).toMatch(/^csrf_token="/)
    const cookieHeader = line.slice(0, line.indexOf('; Path'))
    expect(policy.checkCsrfToken(requestOf({ cookieHeader }), token)).toBe(true)
  })

  test.each([
    '"><script>alert(1)</script>',
    "'onload='x",
    'a&quot;b',
    'with space',
    '\u00e9',
    '\u20ac',
    'a\u0000b',
    '',
  ])('a cookie that holds %j counts as none', (value) => {
    const policy = new CookieCSRFStoragePolicy()
    const written = setCookieWriter({ ...ATTRIBUTES, cookieName: 'csrf_token' })(value, 0)
    const request = requestOf({ cookieHeader: latin1ToText(Buffer.from(written)) })
    expect(policy.checkCsrfToken(request, value)).toBe(false)
    const token = policy.getCsrfToken(request)
    expect(token).toMatch(/^[\da-f]{32}$/)
    expect(policy.commit(request)).toHaveLength(1)
    expect(policy.checkCsrfToken(request, token)).toBe(true)
  })

  test("the cookies of Pyramid's tokens, and others that can be tokens, are taken", () => {
    const policy = new CookieCSRFStoragePolicy()
    for (const token of ['e9d8a0c7'.repeat(4), 'a'.repeat(40), 'A-z_0~+/=.', '!#%(;'.slice(0, 4)]) {
      const request = requestOf({ cookieHeader: `csrf_token=${token}` })
      expect(policy.getCsrfToken(request)).toBe(token)
    }
  })

  test('a token of a request whose answer has begun is an error, unless there is one', () => {
    const policy = new CookieCSRFStoragePolicy()
    const closed = { ...requestOf({}), isClosed: true }
    const late = expect.objectContaining({ code: 'SESSION_COMMITTED' })
    expect(() => policy.getCsrfToken(closed)).toThrow(late)
    expect(() => policy.newCsrfToken(closed)).toThrow(/CSRF token cannot be changed any more/)
    const known = { ...requestOf({ cookieHeader: 'csrf_token=abc' }), isClosed: true }
    expect(policy.getCsrfToken(known)).toBe('abc')
    expect(() => policy.newCsrfToken(known)).toThrow(late)
  })

  test('needs no session', () => {
    const request = requestOf({})
    Object.defineProperty(request, 'session', { get: () => expect.unreachable() })
    const policy = new CookieCSRFStoragePolicy()
    expect(policy.checkCsrfToken(request, policy.newCsrfToken(request))).toBe(true)
  })

  test.each<[string, object]>([
    ['cookieName', { cookieName: 'a b' }],
    ['secure', { secure: 1 }],
    ['httpOnly', { httpOnly: null }],
    ['domain', { domain: 'a;b' }],
    ['maxAge', { maxAge: 1.5 }],
    ['path', { path: '/\n' }],
    ['sameSite', { sameSite: 'Maybe' }],
    ['sameSite', { sameSite: 'None' }],
    ['httponly', { httponly: true }],
  ])('the option %s is refused', (option, options) => {
    expect(() => new CookieCSRFStoragePolicy(options)).toThrow(expect.objectContaining({ option }))
  })
})
