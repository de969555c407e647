/** What the recordings do not ask the checks. */
import { describe, expect, test } from 'vitest'
import { checkCsrfOrigin } from '../../src/csrf/check-origin.js'
import { checkCsrfToken } from '../../src/csrf/check-token.js'
import type { CheckCsrfTokenOptions } from '../../src/csrf/check-token.js'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { LegacySessionCSRFStoragePolicy } from '../../src/csrf/legacy-session-policy.js'
import type { CSRFStoragePolicy } from '../../src/csrf/policy.js'
import { csrfSettings, isChecked } from '../../src/csrf/protection.js'
import { lastValue } from '../../src/csrf/request.js'
import { BadCsrfOrigin, BadCsrfToken, CartoucheError } from '../../src/errors.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import { unencryptedCookieSessionFactoryConfig } from '../../src/index.js'
import { requestOf } from './recorded.js'

type Parts = Parameters<typeof requestOf>[0]

const POLICIES: readonly CSRFStoragePolicy[] = [
  new LegacySessionCSRFStoragePolicy(),
  new SessionCSRFStoragePolicy(),
  new CookieCSRFStoragePolicy(),
]

const ANY_POLICY = {
  newCsrfToken: () => 'x',
  getCsrfToken: () => 'x',
  checkCsrfToken: () => false,
}

/** Until rejections that nobody handles have ended the process, or failed the test. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('checkCsrfToken', () => {
  test('the error has a code and a status, and holds no token', () => {
    const request = requestOf({ headers: { 'X-CSRF-Token': 'supplied' } })
    const token = request.session.getCsrfToken()
    let thrown: unknown
    try {
      checkCsrfToken(request)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(BadCsrfToken)
    expect(thrown).toBeInstanceOf(CartoucheError)
    expect(thrown).toMatchObject({ code: 'BAD_CSRF_TOKEN', status: 400, name: 'BadCsrfToken' })
    expect(JSON.stringify(thrown) + String(thrown)).not.toMatch(new RegExp(`supplied|${token}`))
  })

  test('headers may be null and bodies missing', () => {
    const request = { ...requestOf({}), header: () => null }
    expect(checkCsrfToken(request, { raises: false })).toBe(false)
    expect(checkCsrfToken(request, { raises: false, token: null, header: null })).toBe(false)
  })

  test('the check makes no token, and is no access', () => {
    const factory = unencryptedCookieSessionFactoryConfig('seekrit')
    for (const supplied of ['', 'undefined', 'null', 'x']) {
      const { session, commit } = factory.open()
      const request = { ...requestOf({ headers: { 'X-CSRF-Token': supplied } }), session }
      for (const policy of POLICIES) {
        expect(checkCsrfToken(request, { raises: false, policy })).toBe(false)
        expect(policy.commit?.(request) ?? []).toEqual([])
      }
      expect(commit()).toEqual([])
      expect(session.peek().data).toEqual(new Map())
    }
  })

  test('a right token is no access either', () => {
    const factory = unencryptedCookieSessionFactoryConfig('seekrit')
    const first = factory.open()
    const token = first.session.getCsrfToken()
    const { session, commit } = factory.open(first.commit()[0]![1].split(';')[0])
    const request = { ...requestOf({ headers: { 'X-CSRF-Token': token } }), session }
    expect(checkCsrfToken(request)).toBe(true)
    expect(checkCsrfToken(request, { policy: new SessionCSRFStoragePolicy() })).toBe(true)
    expect(commit()).toEqual([])
  })

  test('a policy that answers with a promise is an error, whatever the promise', async () => {
    const promises = [Promise.resolve(true), Promise.resolve(false), Promise.reject(new Error('x'))]
    for (const promise of promises) {
      const policy = { ...ANY_POLICY, checkCsrfToken: () => promise as never }
      const request = requestOf({ headers: { 'X-CSRF-Token': 'any' } })
      for (const raises of [true, false]) {
        expect(() => checkCsrfToken(request, { policy, raises })).toThrow(
          expect.objectContaining({ option: 'policy', message: expect.stringMatching(/promise/) }),
        )
      }
    }
    await nextTurn()
  })

  test.each([1, 'yes', {}, [], null, undefined])('a policy that answers %j refuses', (answer) => {
    const policy = { ...ANY_POLICY, checkCsrfToken: () => answer as never }
    const request = requestOf({ headers: { 'X-CSRF-Token': 'any' } })
    expect(checkCsrfToken(request, { policy, raises: false })).toBe(false)
  })

  test('a policy is never asked about the empty token', () => {
    const policy = {
      newCsrfToken: () => '',
      getCsrfToken: () => '',
      checkCsrfToken: (_: unknown, supplied: string) => supplied === '',
    }
    const bodyValue = (): string => ''
    for (const request of [requestOf({}), requestOf({ bodyValue })]) {
      expect(checkCsrfToken(request, { raises: false, policy })).toBe(false)
    }
  })

  describe('of the headers that may hold the token the first that is sent and not empty counts', () => {
    const TWO = ['X-One', 'X-Two']
    const passes = (headers: Record<string, string>, header?: string | string[] | null) => {
      const request = requestOf({ headers })
      request.session.set('_csrft_' as never, 'right' as never)
      return checkCsrfToken(request, { header, raises: false })
    }

    test.each<[Record<string, string>, boolean]>([
      [{ 'X-CSRF-Token': 'right' }, true],
      [{ 'X-XSRF-Token': 'right' }, true],
      [{ 'x-xsrf-token': 'right' }, true],
      [{ 'X-CSRF-Token': '', 'X-XSRF-Token': 'right' }, true],
      [{ 'X-CSRF-Token': 'right', 'X-XSRF-Token': 'wrong' }, true],
      [{ 'X-CSRF-Token': 'wrong', 'X-XSRF-Token': 'right' }, false],
      [{ 'X-XSRF-Token': 'wrong' }, false],
      [{ 'CSRF-Token': 'right' }, false],
    ])('by default, %j: %s', (headers, isRight) => expect(passes(headers)).toBe(isRight))

    test.each<[Record<string, string>, string | string[] | null, boolean]>([
      [{ 'X-One': 'right' }, 'X-One', true],
      [{ 'X-One': 'right' }, TWO, true],
      [{ 'X-Two': 'right' }, TWO, true],
      [{ 'X-One': '', 'X-Two': 'right' }, TWO, true],
      [{ 'X-One': 'wrong', 'X-Two': 'right' }, TWO, false],
      [{ 'X-CSRF-Token': 'right' }, TWO, false],
      [{ 'X-XSRF-Token': 'right' }, 'X-CSRF-Token', false],
      [{ 'X-CSRF-Token': 'right' }, [], false],
      [{ 'X-CSRF-Token': 'right' }, null, false],
    ])('%j of %j: %s', (headers, header, isRight) => {
      expect(passes(headers, header)).toBe(isRight)
    })
  })

  const none = (): undefined => undefined
  test.each<[string, Parts, CheckCsrfTokenOptions, string]>([
    ['nothing sent, no body parsed', {}, {}, 'no-body'],
    ['an empty header, no body parsed', { headers: { 'X-CSRF-Token': '' } }, {}, 'no-body'],
    ['a body without the field', { bodyValue: none }, {}, 'missing'],
    ['an empty field', { bodyValue: () => '' }, {}, 'missing'],
    ['a field that is a list', { bodyValue: () => ['x'] as never }, {}, 'missing'],
    ['a header that is a list', { headers: { 'X-CSRF-Token': ['x'] as never } }, {}, 'no-body'],
    ['the body does not count', {}, { token: null }, 'missing'],
    [
      'the header does not count',
      { headers: { 'X-CSRF-Token': 'x' } },
      { header: null },
      'no-body',
    ],
    ['a wrong one in the header', { headers: { 'X-CSRF-Token': 'x' } }, {}, 'mismatch'],
    ['a wrong one in the body', { bodyValue: () => '\u{1f600}' }, {}, 'mismatch'],
  ])('the reason says which case it was: %s', (_, parts, options, reason) => {
    for (const policy of POLICIES) {
      expect(() => checkCsrfToken(requestOf(parts), { ...options, policy })).toThrow(
        expect.objectContaining({ reason, message: 'check_csrf_token(): Invalid token' }),
      )
    }
  })

  test.each<[string, object]>([
    ['token', { token: '' }],
    ['header', { header: 1 }],
    ['raises', { raises: 'no' }],
    ['policy', { policy: 'session' }],
    ['Header', { Header: 'X' }],
  ])('the option %s is refused', (option, options) => {
    expect(() => checkCsrfToken(requestOf({}), options)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})

describe('checkCsrfOrigin', () => {
  const check = (host: string, origin: string, trustedOrigins: string | readonly string[] = []) =>
    (['origin', 'referer'] as const)
      .map((header) =>
        checkCsrfOrigin(requestOf({ scheme: 'https', host, headers: { [header]: origin } }), {
          trustedOrigins,
          raises: false,
        }),
      )
      .reduce((one, other) => {
        expect(one, 'both headers are read alike').toBe(other)
        return one
      })

  test.each([
    ['[::1]', 'https://[::1]', true],
    ['[::1]:443', 'https://[::1]', true],
    ['[::1]:8443', 'https://[::1]:8443', true],
    ['[::1]:8443', 'https://[::1]', false],
    // Only the port that browsers leave out is left out.
    ['example.com:80', 'https://example.com', false],
    ['example.com:80', 'https://example.com:80', true],
    ['example.com:443', 'https://example.com', true],
    ['example.com:443', 'https://example.com:443', false],
    ['example.com:0443', 'https://example.com', true],
    ['example.com:8443', 'https://example.com:443', false],
    ['example.com:', 'https://example.com', false],
    ['Example.COM', 'https://example.com', true],
    ['b\u00fccher.example', 'https://xn--bcher-kva.example', true],
    ['XN--bcher-kva.example', 'https://xn--bcher-kva.example', true],
    ['xn--bcher-kva.example', 'https://b\u00fccher.example', false],
    ['[0:0::1]', 'https://[::1]', true],
    ['[::1]', 'https://[0:0::1]', false],
    ['127.0.0.1', 'https://127.1', false],
    ['example.com.', 'https://example.com.', true],
    ['example.com', 'https://example.com.', false],
    ['example.com.', 'https://example.com', false],
    ['null', 'https://null', true],
    // What is no host is nobody's.
    ['', 'https://', false],
    ['', 'https:///path', false],
    ['example.com, evil.example', 'https://example.com, evil.example', false],
    ['x@example.com', 'https://x@example.com', false],
    ['example.com', 'https://x@example.com', false],
    ['example.com', 'https://x:y@example.com/', false],
    ['example.com', 'https://ex%61mple.com', false],
    ['ex%61mple.com', 'https://example.com', false],
    ['example.com', String.raw`https://example.com\.evil.example`, false],
    ['example.com/', 'https://example.com/', false],
    ['*', 'https://*', false],
    ['a..b', 'https://a..b', false],
    ['a'.repeat(300), `https://${'a'.repeat(300)}`, false],
  ])('host %j, origin %j: %s', (host, origin, passes) => {
    expect(check(host, origin)).toBe(passes)
  })

  test.each([
    ['https://example.org', true],
    ['https://a.b.example.org', true],
    ['https://xn--bcher-kva.example.org', true],
    ['https://a_b.example.org', true],
    ['https://.example.org', false],
    ['https://a..example.org', false],
    ['https://*.example.org', false],
    ['https://x@a.example.org', false],
    ['https://evil.example@a.example.org', false],
    ['https://evil.example\\.example.org', false],
    ['https://evil.example%2F.example.org', false],
    ['https://evil,a.example.org', false],
    ['https://b\u00fccher.example.org', false],
    ['https://example.org.', false],
    ['https://a.example.org.', false],
    ['https://A.example.org', false],
    ['http://a.example.org', false],
    ['https://a.example.org:443', false],
    ['https://notexample.org', false],
    ['https://example.org.evil.test', false],
    ['https://example.org:8443', false],
    ['https://[x].example.org', false],
  ])('trusting .Example.ORG, %s: %s', (origin, passes) => {
    expect(check('here', origin, ['.Example.ORG'])).toBe(passes)
    expect(check('here', origin, 'a\n .Example.ORG\tb')).toBe(passes)
  })

  test('text without an origin trusts none', () => {
    expect(check('here', 'https://', '')).toBe(false)
    expect(check('here', 'https://', ' \n')).toBe(false)
    expect(check('here', 'null', '')).toBe(false)
  })

  test.each([
    ['pay.example', 'https://pay.example'],
    ['PAY.example', 'https://pay.example'],
    ['b\u00fccher.example', 'https://xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
    ['.b\u00fccher.example', 'https://a.xn--bcher-kva.example'],
    ['pay.example:8443', 'https://pay.example:8443'],
    ['pay.example:80', 'https://pay.example:80'],
    ['.pay.example:8443', 'https://a.pay.example:8443'],
    ['[0:0::1]:8443', 'https://[::1]:8443'],
    ['127.0.0.1', 'https://127.0.0.1'],
    ['pay.example.', 'https://pay.example.'],
    ['localhost', 'https://localhost'],
    ['my_host', 'https://my_host'],
  ])('an entry is a host as the URL standard parses it: %s trusts %s', (entry, origin) => {
    expect(check('here', origin, [entry])).toBe(true)
    expect(check('here', origin, `x ${entry}\ny`)).toBe(true)
    expect(check('here', origin, ['other.example'])).toBe(false)
  })

  test.each<[unknown, string]>([
    ['https://pay.example', "should be 'pay.example'"],
    ['https://pay.example:8443/path?a#b', "should be 'pay.example:8443'"],
    ['*.pay.example', "should be '.pay.example'"],
    ['https://*.pay.example', "should be '.pay.example'"],
    ['pay.example/', "should be 'pay.example'"],
    ['pay.example/path', "should be 'pay.example'"],
    ['pay.example?', "should be 'pay.example'"],
    ['pay.example#a', "should be 'pay.example'"],
    [String.raw`pay.example\a`, "should be 'pay.example'"],
    ['pay.example:443', "should be 'pay.example'"],
    ['pay.example:0443', 'is no host'],
    ['.pay.example:443', "should be '.pay.example'"],
    ['[::1]:443', "should be '[::1]'"],
    ['pay.example:', "should be 'pay.example'"],
    ['user:secret@pay.example', "should be 'pay.example'"],
    ['//pay.example', 'is no host'],
    [' pay.example', "should be 'pay.example'"],
    ['pay.example\n', "should be 'pay.example'"],
    ['pay .example', 'is no host'],
    ['pay.\texample', 'is no host'],
    ['pay.example,shop.example', 'is no host'],
    ['.pay.example.', "should be '.pay.example'"],
    ['', 'is no host'],
    ['.', 'is no host'],
    ['..', 'is no host'],
    ['..pay.example', 'is no host'],
    ['pay..example', 'is no host'],
    ['*', 'is no host'],
    ['pay.*', 'is no host'],
    ['NULL', 'is no host'],
    ['\uff0epay.example', 'is no host'],
    ['pay%2eexample', 'is no host'],
    ['pay.example:99999', 'is no host'],
    ['pay.example:x', 'is no host'],
    ['http://secret:8080/x@h', 'is no host'],
    ['https://secret/p?q@h', 'is no host'],
    ['secret:8080#@h', 'is no host'],
    ['http:/secret:8080@h', 'is no host'],
    ['https://user:secret@pay.example/a', "should be 'pay.example'"],
    ['::1', 'is no host'],
    ['.[::1]', 'is no host'],
    ['.127.0.0.1', 'is no host'],
    ['.0.0.1', 'is no host'],
    ['1.2.3.256', 'is no host'],
    ['xn--\u00e4', 'is no host'],
    [`${'a.'.repeat(200)}a`, 'is no host'],
    [null, 'is no host'],
    [1, 'is no host'],
  ])('an entry that is none is refused: %j', (entry, words) => {
    const trying = (trustedOrigins: unknown) => () =>
      checkCsrfOrigin(requestOf({}), { trustedOrigins } as object)
    const wrong = expect.objectContaining({
      option: 'trustedOrigins',
      message: expect.stringMatching(/: entry 2 (?:is no host|should be '[^']+')$/),
    })
    expect(trying(['pay.example', entry])).toThrow(wrong)
    expect(trying(['pay.example', entry])).toThrow(`entry 2 ${words}`)
    expect(trying(['pay.example', entry])).not.toThrow(/secret/)
    expect(() => csrfSettings({ trustedOrigins: ['pay.example', entry] as string[] })).toThrow(
      wrong,
    )
  })

  test.each([
    [['null'], 'null', true],
    [['null'], 'https://null', false],
    [['nul'], 'null', false],
    [['.null'], 'https://null', true],
    [['.null'], 'null', false],
  ])('trusting %j, %s: %s', (entries, origin, trusted) => {
    const headers = { Origin: origin }
    const request = requestOf({ scheme: 'https', host: 'here', headers })
    expect(checkCsrfOrigin(request, { trustedOrigins: entries, raises: false })).toBe(trusted)
  })

  test('a host that is called null does not trust pages without an origin', () => {
    const request = requestOf({ scheme: 'https', host: 'null', headers: { Origin: 'null' } })
    expect(checkCsrfOrigin(request, { raises: false })).toBe(false)
  })

  test.each<[Record<string, string>, string, string]>([
    [{}, 'missing', 'missing Origin or Referer.'],
    [{ Origin: '' }, 'missing', 'missing Origin or Referer.'],
    [{ Origin: 'null' }, 'mismatch', 'null does not match any trusted origins.'],
    [{ Origin: 'http://here' }, 'insecure', 'Origin is insecure while host is secure.'],
    [
      { Referer: 'https://w.example/reset?token=SECRET#SECRET' },
      'mismatch',
      'https://w.example does not match any trusted origins.',
    ],
    [
      { Referer: 'https://user:SECRET@w.example:8443/' },
      'mismatch',
      'https://w.example:8443 does not match any trusted origins.',
    ],
    [{ Referer: 'https:/SECRET' }, 'mismatch', 'The origin does not match any trusted origins.'],
    [{ Referer: 'https://[SECRET' }, 'mismatch', 'The origin does not match any trusted origins.'],
    [
      { Referer: 'https://a;token=SECRET' },
      'mismatch',
      'The origin does not match any trusted origins.',
    ],
    [{ Referer: 'SECRET' }, 'insecure', 'Origin is insecure while host is secure.'],
    [
      { Origin: 'https://SECRET@evil.example https://w.example' },
      'mismatch',
      'https://w.example does not match any trusted origins.',
    ],
  ])('of %j the message quotes an origin at most', (headers, reason, words) => {
    const request = requestOf({ scheme: 'https', host: 'here', headers })
    expect(() => checkCsrfOrigin(request)).toThrow(
      expect.objectContaining({ reason, message: `Origin checking failed - ${words}` }),
    )
  })

  describe.each(['http', 'https'])('Sec-Fetch-Site over %s', (scheme) => {
    const passes = (site: string, headers: Record<string, string>, options: object = {}) =>
      checkCsrfOrigin(
        requestOf({ scheme, host: 'here', headers: { ...headers, 'Sec-Fetch-Site': site } }),
        { trustedOrigins: ['pay.example'], raises: false, ...options },
      )

    describe.each(['cross-site', 'same-site', 'Cross-Site', 'same-origin, cross-site'])(
      '%s',
      (site) => {
        test.each<[Record<string, string>, boolean]>([
          [{}, false],
          [{ Origin: 'null' }, false],
          [{ Origin: '' }, false],
          [{ Origin: 'https://evil.example' }, false],
          [{ Origin: 'http://evil.example' }, false],
          [{ Origin: 'http://pay.example' }, false],
          [{ Origin: 'http://here' }, false],
          [{ Referer: 'https://evil.example/pay.example' }, false],
          [{ Origin: 'https://evil.example', Referer: 'https://pay.example' }, false],
          [{ Origin: 'https://pay.example' }, true],
          [{ Referer: 'https://pay.example/cart' }, true],
          [{ Origin: 'https://here' }, true],
        ])('%j: %s', (headers, trusted) => {
          expect(passes(site, headers)).toBe(trusted)
          expect(passes(site, headers, { allowNoOrigin: true })).toBe(trusted)
        })

        test('a page without an origin, where that is trusted', () => {
          expect(passes(site, { Origin: 'null' }, { trustedOrigins: ['null'] })).toBe(true)
        })
      },
    )

    test.each(['same-origin', 'none', ''])('%s: the rules as without it', (site) => {
      expect(passes(site, { Origin: 'https://evil.example' })).toBe(scheme === 'http')
      expect(passes(site, {})).toBe(scheme === 'http')
      expect(passes(site, {}, { allowNoOrigin: true })).toBe(true)
    })
  })

  test.each([
    ['localhost:3000', 'http://localhost:3000', true],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000', true],
    ['[::1]:3000', 'http://[::1]:3000', true],
    ['a.localhost', 'http://a.localhost', true],
    ['localhost:3000', 'http://localhost:4000', false],
    ['notlocalhost', 'http://notlocalhost', false],
    ['localhost.evil.example', 'http://localhost.evil.example', false],
    ['localhost:3000', 'ftp://localhost:3000', false],
  ])('pages of this machine need no https: trusting %s, %s: %s', (entry, origin, trusted) => {
    const headers = { Origin: origin, 'Sec-Fetch-Site': 'same-site' }
    const passes = (scheme: string) =>
      checkCsrfOrigin(requestOf({ scheme, host: 'localhost:8000', headers }), {
        trustedOrigins: [entry],
        raises: false,
      })
    expect(passes('http')).toBe(trusted)
    expect(passes('https')).toBe(false)
  })

  test('over http, the port that is left out is that of http', () => {
    const headers = { Origin: 'http://localhost', 'Sec-Fetch-Site': 'cross-site' }
    const passes = (host: string) =>
      checkCsrfOrigin(requestOf({ host, headers }), { raises: false })
    expect(passes('localhost:80')).toBe(true)
    expect(passes('localhost:443')).toBe(false)
  })

  test('HTTPS is https in any letters, as proxies may write it', () => {
    const headers = { Origin: 'https://here' }
    const passes = (host: string) =>
      checkCsrfOrigin(requestOf({ scheme: 'HTTPS', host, headers }), { raises: false })
    expect(passes('here')).toBe(true)
    expect(passes('elsewhere')).toBe(false)
  })

  test("the caller's list stays as it is", () => {
    const trusted = Object.freeze(['a.example'])
    expect(check('here', 'https://here', trusted)).toBe(true)
    expect(trusted).toEqual(['a.example'])
  })

  test('the request may be an instance of a class', () => {
    class Incoming {
      readonly scheme = 'https'
      readonly host = 'here'
      readonly #origin = 'https://here'
      header(name: string) {
        return name === 'Origin' ? this.#origin : undefined
      }
    }
    expect(checkCsrfOrigin(new Incoming())).toBe(true)
  })

  test('the error has a code and a status', () => {
    const error = new BadCsrfOrigin('why')
    expect(error).toMatchObject({ code: 'BAD_CSRF_ORIGIN', status: 400, name: 'BadCsrfOrigin' })
    expect(error.message).toBe('Origin checking failed - why')
  })

  test.each<[string, object]>([
    ['trustedOrigins', { trustedOrigins: [null] }],
    ['allowNoOrigin', { allowNoOrigin: 1 }],
    ['raises', { raises: null }],
    ['allow_no_origin', { allow_no_origin: true }],
  ])('the option %s is refused', (option, options) => {
    expect(() => checkCsrfOrigin(requestOf({}), options)).toThrow(
      expect.objectContaining({ option }),
    )
  })
})

describe('the settings of the automatic check', () => {
  test('defaults are those of set_default_csrf_options', () => {
    expect(csrfSettings({})).toMatchObject({
      mode: 'token',
      mask: false,
      requireCsrf: true,
      token: 'csrf_token',
      header: ['X-CSRF-Token', 'X-XSRF-Token'],
      safeMethods: ['GET', 'HEAD', 'OPTIONS', 'TRACE'],
      checkOrigin: true,
      allowNoOrigin: null,
      trustedOrigins: [],
      exempt: null,
      ownOrigin: null,
    })
  })

  test('an exempt that answers with a promise is an error, whatever the promise', async () => {
    for (const promise of [Promise.resolve(true), Promise.reject(new Error('x'))]) {
      const settings = csrfSettings({ exempt: () => promise as never })
      expect(() => isChecked(settings, requestOf({ method: 'POST' }), {})).toThrow(
        expect.objectContaining({ option: 'exempt', message: expect.stringMatching(/promise/) }),
      )
    }
    await nextTurn()
  })

  test('safe methods may be in any letters, and a copy of them is kept', () => {
    const safeMethods = ['get', 'Report']
    const settings = csrfSettings({ safeMethods })
    safeMethods.push('POST')
    const checked = ['GET', 'REPORT', 'POST', 'HEAD'].filter((method) =>
      isChecked(settings, requestOf({ method }), {}),
    )
    expect(checked).toEqual(['POST', 'HEAD'])
  })

  test('a header that is as odd as HTTP allows', () => {
    for (const header of ['x', "X_csrf.token!#$%&'*+-^`|~1"]) {
      expect(csrfSettings({ header }).header).toEqual([header])
      expect(csrfSettings({ header: ['X', header] }).header).toEqual(['X', header])
    }
  })

  test('token and header cannot both be off: no request would be checked', () => {
    for (const header of [null, []]) {
      expect(() => csrfSettings({ token: null, header })).toThrow(/both null/)
    }
  })

  test.each<[string, object]>([
    ['exempt', { exempt: ['/a'] }],
    ['callback', { callback: () => true }],
    ['ownOrigin', { ownOrigin: 'https://shop.example/' }],
    ['ownOrigin', { ownOrigin: 'https://user@shop.example' }],
    ['ownOrigin', { ownOrigin: 'https://shop.example:443' }],
    ['ownOrigin', { ownOrigin: 'http://shop.example:80' }],
    ['ownOrigin', { ownOrigin: 'https://*.shop.example' }],
    ['ownOrigin', { ownOrigin: 'https://.shop.example' }],
    ['ownOrigin', { ownOrigin: 'https://.' }],
    ['ownOrigin', { ownOrigin: 'https://' }],
    ['ownOrigin', { ownOrigin: 'https://shop.example:' }],
    ['ownOrigin', { ownOrigin: 'https://shop .example' }],
    ['ownOrigin', { ownOrigin: 'https://https://shop.example' }],
    ['ownOrigin', { ownOrigin: 'ftp://shop.example' }],
    ['ownOrigin', { ownOrigin: 'shop.example' }],
    ['ownOrigin', { ownOrigin: 'null' }],
    ['ownOrigin', { ownOrigin: '' }],
    ['ownOrigin', { ownOrigin: ['https://shop.example'] }],
    ['safeMethods', { safeMethods: new Set(['GET']) }],
    ['safeMethods', { safeMethods: 'GET' }],
    ['safeMethods', { safeMethods: ['GET, HEAD'] }],
    ['safeMethods', { safeMethods: ['GET '] }],
    ['safeMethods', { safeMethods: [''] }],
    ['header', { header: 'X-CSRF-Token:' }],
    ['header', { header: ' X-CSRF-Token' }],
    ['header', { header: 'X CSRF' }],
    ['header', { header: 'X-CSRF-T\u00f6ken' }],
    ['header', { header: '' }],
    ['header', { header: ['X-CSRF-Token', ''] }],
    ['header', { header: ['X-CSRF-Token', null] }],
    ['header', { header: [['X-CSRF-Token']] }],
    ['header', { header: new Set(['X-CSRF-Token']) }],
    ['token', { token: '' }],
  ])('the option %s is refused', (option, options) => {
    expect(() => csrfSettings(options)).toThrow(expect.objectContaining({ option }))
  })

  test.each([
    ['https://b\u00fccher.example', 'https://xn--bcher-kva.example'],
    ['HTTPS://Shop.Example:8443', 'https://shop.example:8443'],
    ['http://shop.example:443', 'http://shop.example:443'],
    ['https://[0:0::1]', 'https://[::1]'],
  ])('ownOrigin %s is %s', (given, ownOrigin) => {
    expect(csrfSettings({ ownOrigin: given }).ownOrigin).toBe(ownOrigin)
  })

  test.each([
    ['shop.example', 'https://shop.example'],
    ['https://shop.example:443/', 'https://shop.example'],
    ['https://user:secret@xn--bcher-kva.example/a', 'https://xn--bcher-kva.example'],
    ['.', 'https://shop.example'],
    ['http://shop.test/', 'http://shop.test'],
    ['HTTP://shop.test:80', 'http://shop.test'],
    [' http://shop.test:8080', 'http://shop.test:8080'],
    ['http://tok3n:8080/x@h', 'https://shop.example'],
  ])('of a wrong ownOrigin, %s, the error says what to write', (ownOrigin, meant) => {
    expect(() => csrfSettings({ ownOrigin })).toThrow(
      `ownOrigin must be scheme and host, as in '${meant}'`,
    )
  })

  test.each([
    ['GET', false],
    ['TRACE', false],
    ['POST', true],
    ['get', true],
    ['', true],
  ])('%s is checked: %s', (method, checked) => {
    expect(isChecked(csrfSettings({}), requestOf({ method }), {})).toBe(checked)
  })

  test('exempt is asked for unsafe methods only', () => {
    const asked: string[] = []
    const settings = csrfSettings<string>({ exempt: (name) => asked.push(name) > 0 })
    expect(isChecked(settings, requestOf({ method: 'GET' }), 'one')).toBe(false)
    expect(isChecked(settings, requestOf({ method: 'POST' }), 'two')).toBe(false)
    expect(asked).toEqual(['two'])
  })
})

describe('lastValue', () => {
  const form = new FormData()
  form.append('a', 'first')
  form.append('a', 'last')
  form.append('file', new Blob(['x']))

  test.each<[unknown, string, string | undefined]>([
    [form, 'a', 'last'],
    [form, 'file', undefined],
    [form, 'b', undefined],
    [new URLSearchParams('a=1&a=2'), 'a', '2'],
    [new URLSearchParams('a='), 'a', ''],
    [{ a: 'x' }, 'a', 'x'],
    [{ a: ['x', 'y'] }, 'a', 'y'],
    [{ a: [] }, 'a', undefined],
    [{ a: { 0: 'x' } }, 'a', undefined],
    [{ a: 1 }, 'a', undefined],
    [{ getAll: 'x' }, 'getAll', 'x'],
    [{}, 'toString', undefined],
    [Object.create({ a: 'inherited' }), 'a', undefined],
    [Object.assign(Object.create(null), { a: 'x' }), 'a', 'x'],
    ['a=x', 'a', undefined],
    [null, 'a', undefined],
    [undefined, 'a', undefined],
  ])('%o, %s: %s', (body, name, value) => expect(lastValue(body, name)).toBe(value))
})
