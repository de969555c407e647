/** Django's CSRF tokens: what the real one takes, and what is ours alone. */
import { describe, expect, test } from 'vitest'
import { DjangoCSRFStoragePolicy, djangoSessionFactory } from '../../src/languages/django.js'
import { CookieCSRFStoragePolicy, checkCsrfToken } from '../../src/index.js'
import type { CsrfRequest, CSRFStoragePolicy } from '../../src/index.js'
import { secretOf } from '../../src/lib/django-token.js'
import { readVectors } from '../support/vectors.js'

const KEY = 'the SECRET_KEY of these tests, of fifty characters and some more'
const NOW = 1_700_000_000

interface Vector {
  readonly stored: string | null
  readonly supplied: string
  readonly inHeader: boolean
  readonly inSession: boolean
  readonly accepted: boolean
}

const factory = djangoSessionFactory(KEY, { clock: () => NOW })
const zeros = (size: number): Uint8Array => new Uint8Array(size)
const policy = new DjangoCSRFStoragePolicy({ clock: () => NOW })
const inSession = new DjangoCSRFStoragePolicy({ csrfUseSessions: true })

function request(given: Partial<CsrfRequest> = {}): CsrfRequest {
  const { session } = factory.open()
  return {
    method: 'POST',
    scheme: 'https',
    host: 'shop.example',
    header: () => undefined,
    session,
    ...given,
  }
}

const check = (asked: CsrfRequest, by: CSRFStoragePolicy = policy): boolean =>
  checkCsrfToken(asked, {
    policy: by,
    token: 'csrfmiddlewaretoken',
    header: 'X-CSRFToken',
    raises: false,
  })

/** A request whose form has `token`. */
const form = (token: string, given: Partial<CsrfRequest> = {}): CsrfRequest =>
  request({ bodyValue: (name) => (name === 'csrfmiddlewaretoken' ? token : undefined), ...given })

describe.each(['django', 'django-5.2'])('recorded of Django: %s', (file) => {
  const vectors = readVectors<Vector>(`languages/${file}`, 'csrf')
  const named = vectors.map((vector, at) => [at, vector] as const)

  test('some are taken, some are not', () => {
    expect(vectors.filter(({ accepted }) => accepted).length).toBeGreaterThan(80)
    expect(vectors.filter(({ accepted }) => !accepted).length).toBeGreaterThan(80)
  })

  test.each(named)('number %d, %o', (_, vector) => {
    const { stored, supplied, accepted } = vector
    const asked = request({
      bodyValue: () => (vector.inHeader ? undefined : supplied),
      header: (name) => (vector.inHeader && name === 'X-CSRFToken' ? supplied : undefined),
      ...(vector.inSession || stored === null ? {} : { cookieHeader: `csrftoken=${stored}` }),
    })
    if (vector.inSession && stored !== null) asked.session.set('_csrft_' as never, stored as never)
    expect(check(asked, vector.inSession ? inSession : policy)).toBe(accepted)
  })
})

describe('in a cookie', () => {
  test('a page gets a token under another mask each time, and the cookie the secret', () => {
    const page = request({ method: 'GET' })
    const tokens = [policy.getCsrfToken(page), policy.getCsrfToken(page)]
    expect(tokens[0]).not.toBe(tokens[1])
    const [[name, line] = []] = policy.commit(page)
    const [pair = ''] = line!.split(';')
    expect([name, secretOf(tokens[0])]).toEqual(['Set-Cookie', pair.slice('csrftoken='.length)])
    expect(line).toMatch(
      /^csrftoken=[\da-zA-Z]{32}; Max-Age=31449600; Path=\/; expires=Tue, 12-Nov-2024 22:13:20 GMT; SameSite=Lax$/,
    )
    expect(policy.commit(page)).toEqual([])
    for (const token of tokens) expect(check(form(token, { cookieHeader: pair }))).toBe(true)
  })

  test('a page renews the cookie that came, as what it stands for; a check does not', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyzABCDEF'
    const masked = new DjangoCSRFStoragePolicy({ randomBytes: zeros }).getCsrfToken(
      request({ cookieHeader: `csrftoken=${secret}` }),
    )
    expect(masked).toBe('a'.repeat(32) + secret)
    const page = request({ cookieHeader: `csrftoken=${masked}` })
    expect(check({ ...page, bodyValue: () => secret })).toBe(true)
    expect(policy.commit(page)).toEqual([])
    expect(secretOf(policy.getCsrfToken(page))).toBe(secret)
    expect(policy.commit(page)[0]![1]).toContain(`csrftoken=${secret};`)
  })

  test('what is no token in the cookie counts as none', () => {
    const page = request({ cookieHeader: 'csrftoken=<script>' })
    expect(secretOf(policy.getCsrfToken(page))).toMatch(/^[\da-zA-Z]{32}$/)
    expect(policy.commit(page)).toHaveLength(1)
    expect(check(form('a'.repeat(32), { cookieHeader: 'csrftoken=' }))).toBe(false)
  })

  test('at sign-in there is another', () => {
    const page = request({ cookieHeader: `csrftoken=${'a'.repeat(32)}` })
    const token = policy.newCsrfToken(page)
    expect(secretOf(token)).not.toBe('a'.repeat(32))
    expect(policy.commit(page)[0]![1]).toContain(`csrftoken=${secretOf(token)};`)
    expect(policy.checkCsrfToken(page, token)).toBe(true)
    expect(policy.checkCsrfToken(page, 'a'.repeat(32))).toBe(false)
  })

  test('when the head has gone out none is made, and one that came is given all the same', () => {
    expect(() => policy.getCsrfToken(request({ isClosed: true }))).toThrow('CSRF token')
    expect(() => policy.newCsrfToken(request({ isClosed: true }))).toThrow('CSRF token')
    const late = request({ isClosed: true, cookieHeader: `csrftoken=${'a'.repeat(32)}` })
    expect(policy.getCsrfToken(late)).toHaveLength(64)
    expect(policy.commit(late)).toEqual([])
  })

  test('options are the cookie’s', () => {
    const other = new DjangoCSRFStoragePolicy({
      cookieName: 'xsrf',
      maxAge: null,
      secure: 'auto',
      httpOnly: true,
      sameSite: 'Strict',
    })
    const page = request()
    other.getCsrfToken(page)
    expect(other.cookieName).toBe('xsrf')
    expect(other.commit(page)[0]![1]).toMatch(
      /^xsrf=\w{32}; Path=\/; secure; HttpOnly; SameSite=Strict$/,
    )
    expect(() => new DjangoCSRFStoragePolicy({ tokenFactory: zeros } as never)).toThrow(
      'tokenFactory is not an option',
    )
  })
})

describe('in the session', () => {
  test('a page gets masks of what is there, which Django of all versions reads', () => {
    const page = request()
    const token = inSession.getCsrfToken(page)
    const stored = page.session.peek('_csrft_' as never) as string
    expect([stored.length, secretOf(stored)]).toEqual([64, secretOf(token)])
    expect([inSession.commit(page), inSession.cookieName]).toEqual([[], undefined])
    expect(inSession.getCsrfToken(page)).not.toBe(token)
    expect(page.session.getCsrfToken()).toBe(stored)
    for (const one of [token, stored, secretOf(token)!]) {
      expect(check({ ...page, bodyValue: () => one }, inSession)).toBe(true)
    }
  })

  test('a token that is not Django’s is replaced', () => {
    const page = request()
    page.session.set('_csrft_' as never, 'f'.repeat(40) as never)
    expect(check({ ...page, bodyValue: () => 'f'.repeat(40) }, inSession)).toBe(false)
    expect(inSession.getCsrfToken(page)).toHaveLength(64)
    expect(page.session.peek('_csrft_' as never)).toHaveLength(64)
  })

  test('a check makes no session', () => {
    const { session, commit } = factory.open()
    expect(check(form('a'.repeat(64), { session }), inSession)).toBe(false)
    expect(commit()).toEqual([])
  })
})

test('a policy of another kind takes no mask of Django', () => {
  const other = new CookieCSRFStoragePolicy({ cookieName: 'csrftoken' })
  const page = request()
  const token = policy.getCsrfToken(page)
  const cookieHeader = `csrftoken=${secretOf(token)}`
  expect(check(form(token, { cookieHeader }), other)).toBe(false)
  expect(check(form(token, { cookieHeader }))).toBe(true)
})
