/**
 * What a request passes or fails by its Fetch Metadata. What is expected stands in the tables, which are
 * from the documentation of Go's `net/http.CrossOriginProtection` (1.25) and, for the Referer, from the
 * OWASP cheat sheet on CSRF.
 */
import { describe, expect, test } from 'vitest'
import { checkFetchMetadata } from '../../src/csrf/check-fetch-metadata.js'
import type { CheckFetchMetadataOptions } from '../../src/csrf/check-fetch-metadata.js'
import { BadCsrfOrigin } from '../../src/errors.js'
import { requestOf } from './recorded.js'

const TRUSTED = { trustedOrigins: ['pay.example', '.cdn.example', 'dev.example:8443'] }

/** `undefined`: the header is not sent. */
type Value = string | undefined

/** What is sent to `shop.example`, and whether it is its own, a trusted one, or another one. */
const ORIGINS: readonly (readonly [Value, 'none' | 'own' | 'trusted' | 'other'])[] = [
  [undefined, 'none'],
  ['', 'none'],
  ['https://shop.example', 'own'],
  // A proxy may have ended TLS: only hosts are compared.
  ['http://shop.example', 'own'],
  ['https://pay.example', 'trusted'],
  ['https://a.cdn.example', 'trusted'],
  ['https://dev.example:8443', 'trusted'],
  ['null', 'other'],
  ['NULL', 'other'],
  ['https://evil.example', 'other'],
  ['https://shop.example.evil.example', 'other'],
  ['https://evilshop.example', 'other'],
  ['https://www.shop.example', 'other'],
  ['https://shop.example:8443', 'other'],
  ['https://shop.example:80', 'other'],
  ['http://shop.example:443', 'other'],
  ['https://shop.example.', 'other'],
  ['https://SHOP.example', 'other'],
  ['https://shop.example@evil.example', 'other'],
  ['https://evil.example@shop.example', 'other'],
  ['https://evil.example/shop.example', 'other'],
  ['https://evil.example https://shop.example', 'other'],
  ['https://shop.example, https://evil.example', 'other'],
  ['http://pay.example', 'other'],
  ['https://evil.pay.example', 'other'],
  ['https://pay.example:8443', 'other'],
  ['https://dev.example', 'other'],
  ['ftp://shop.example', 'other'],
  ['chrome-extension://shop.example', 'other'],
  ['shop.example', 'other'],
  ['//shop.example', 'other'],
  ['https:shop.example', 'other'],
  ['https://', 'other'],
  ['https://[shop.example', 'other'],
  ['undefined', 'other'],
  ['unknown', 'other'],
]

const REFERERS: readonly (readonly [Value, 'none' | 'own' | 'trusted' | 'other'])[] = [
  [undefined, 'none'],
  ['', 'none'],
  ['https://shop.example/cart?a=1#b', 'own'],
  ['https://shop.example', 'own'],
  ['http://shop.example/', 'own'],
  ['https://pay.example/done', 'trusted'],
  ['https://evil.example/https://shop.example/', 'other'],
  ['https://evil.example?shop.example', 'other'],
  ['https://shop.example@evil.example/', 'other'],
  ['http://pay.example/', 'other'],
  ['null', 'other'],
  ['about:blank', 'other'],
  ['/cart', 'other'],
]

const SITES: readonly (readonly [Value, 'passes' | 'foreign' | 'none'])[] = [
  ['same-origin', 'passes'],
  ['none', 'passes'],
  ['same-site', 'foreign'],
  ['cross-site', 'foreign'],
  // Not what browsers write.
  ['Same-Origin', 'foreign'],
  ['same-origin, same-origin', 'foreign'],
  ['same-origin, cross-site', 'foreign'],
  ['nonsense', 'foreign'],
  [undefined, 'none'],
  ['', 'none'],
]

const SAFE = ['GET', 'HEAD', 'OPTIONS']
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'CONNECT', 'PROPFIND', 'get', '']

type Row = readonly [site: Value, origin: Value, referer: Value, passes: boolean]

function isPassed(site: string, origin: string, referer: string): boolean {
  if (site === 'passes') return true
  if (site === 'foreign') return origin === 'trusted'
  return (origin === 'none' ? referer : origin) !== 'other'
}

const ROWS: readonly Row[] = SITES.flatMap(([site, isSite]) =>
  ORIGINS.flatMap(([origin, isOrigin]) =>
    REFERERS.map(([referer, isReferer]): Row => [
      site,
      origin,
      referer,
      isPassed(isSite, isOrigin, isReferer),
    ]),
  ),
)

function sent(site: Value, origin: Value, referer: Value): Record<string, string> {
  const headers = { 'Sec-Fetch-Site': site, Origin: origin, Referer: referer }
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function passes(
  headers: Record<string, string>,
  parts: Parameters<typeof requestOf>[0] = {},
  options: CheckFetchMetadataOptions = TRUSTED,
): boolean {
  const request = requestOf({ host: 'shop.example', ...parts, headers })
  return checkFetchMetadata(request, { raises: false, ...options })
}

describe.each(['http', 'https'])('checklist 23: Fetch Metadata over %s', (scheme) => {
  test.each(UNSAFE)('a request of method %j passes as the tables say', (method) => {
    const others = ROWS.filter(
      ([site, origin, referer, isRight]) =>
        passes(sent(site, origin, referer), { method, scheme }) !== isRight,
    )
    expect(others).toEqual([])
  })

  test.each(SAFE)('every %s passes', (method) => {
    const others = ROWS.filter(
      ([site, origin, referer]) => !passes(sent(site, origin, referer), { method, scheme }),
    )
    expect(others).toEqual([])
  })

  test.each(UNSAFE)('nobody is trusted by default: %j', (method) => {
    const others = ROWS.filter(([site, origin, referer]) => {
      const isSame = site === 'same-origin' || site === 'none'
      const source = origin || referer
      const isOwn = !site && (!source || /^https?:\/\/shop\.example(?:\/cart.*|\/)?$/.test(source))
      return passes(sent(site, origin, referer), { method, scheme }, {}) !== (isSame || isOwn)
    })
    expect(others).toEqual([])
  })

  test('the tables have rows of both kinds', () => {
    const right = ROWS.filter(([, , , isRight]) => isRight).length
    expect([ROWS.length, right > 900, ROWS.length - right > 3000]).toEqual([4680, true, true])
  })
})

describe('checklist 23: what is compared with Host', () => {
  test.each([
    ['shop.example', 'https://shop.example', true],
    ['Shop.Example', 'https://shop.example', true],
    ['shop.example:443', 'https://shop.example', true],
    ['shop.example:443', 'http://shop.example', false],
    ['shop.example:80', 'http://shop.example', true],
    ['shop.example:80', 'https://shop.example', false],
    ['shop.example:8443', 'https://shop.example:8443', true],
    ['shop.example:8443', 'https://shop.example', false],
    ['[::1]:3000', 'http://[::1]:3000', true],
    ['localhost:3000', 'http://localhost:3000', true],
    ['localhost:3000', 'http://127.0.0.1:3000', false],
    ['xn--bcher-kva.example', 'https://xn--bcher-kva.example', true],
    ['b\u00fccher.example', 'https://b\u00fccher.example', false],
    ['null', 'null', false],
    ['null', 'https://null', true],
    ['', 'https://', false],
    ['', 'null', false],
    ['', 'https://shop.example', false],
    ['shop.example/', 'https://shop.example', false],
    ['shop.example@evil.example', 'https://evil.example', false],
    ['*', 'https://*', false],
  ])('Host %j, Origin %j: %s', (host, origin, isRight) => {
    for (const scheme of ['http', 'https']) {
      expect(passes({ Origin: origin }, { host, scheme })).toBe(isRight)
      if (origin !== 'null') {
        expect(passes({ Referer: `${origin}/a` }, { host, scheme })).toBe(isRight)
      }
      expect(passes({ 'Sec-Fetch-Site': 'cross-site', Origin: origin }, { host, scheme })).toBe(
        false,
      )
    }
  })
})

describe('checklist 23: null, and requests that do not tell', () => {
  test('null is trusted where it is listed', () => {
    const options = { trustedOrigins: ['null'] }
    for (const site of [undefined, 'cross-site', 'same-site']) {
      expect(passes(sent(site, 'null', undefined))).toBe(false)
      expect(passes(sent(site, 'null', undefined), {}, options)).toBe(true)
      expect(passes(sent(site, 'https://null', undefined), {}, options)).toBe(false)
    }
    expect(passes(sent(undefined, undefined, 'https://null/'), {}, options)).toBe(false)
  })

  test.each<[Record<string, string>, boolean | null, boolean]>([
    [{}, null, true],
    [{}, true, true],
    [{}, false, false],
    [{ Origin: '', Referer: '' }, false, false],
    [{ 'Sec-Fetch-Site': 'same-origin' }, false, true],
    [{ 'Sec-Fetch-Site': 'none' }, false, true],
    [{ 'Sec-Fetch-Site': 'cross-site' }, true, false],
    [{ Origin: 'https://shop.example' }, false, true],
    [{ Referer: 'https://shop.example/' }, false, true],
    [{ Origin: 'https://evil.example' }, true, false],
  ])('%j with allowNoOrigin %s: %s', (headers, allowNoOrigin, isRight) => {
    expect(passes(headers, {}, { allowNoOrigin })).toBe(isRight)
  })

  test('pages of this machine need no https, where the request did not come over it', () => {
    const headers = { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:4000' }
    const options = { trustedOrigins: ['localhost:4000'] }
    const host = 'localhost:8000'
    expect(passes(headers, { host, scheme: 'http' }, options)).toBe(true)
    expect(passes(headers, { host, scheme: 'https' }, options)).toBe(false)
    expect(passes(headers, { host, scheme: 'http' })).toBe(false)
  })

  test('headers may be null', () => {
    const request = { ...requestOf({}), header: () => null }
    expect(checkFetchMetadata(request)).toBe(true)
    expect(() => checkFetchMetadata(request, { allowNoOrigin: false })).toThrow(BadCsrfOrigin)
  })
})

describe('the error of checkFetchMetadata', () => {
  test.each<[Record<string, string>, string, string]>([
    [{ Origin: 'https://evil.example' }, 'cross-origin', 'https://evil.example'],
    [{ Origin: 'null' }, 'cross-origin', 'null'],
    [{ 'Sec-Fetch-Site': 'cross-site' }, 'cross-origin', 'another origin'],
    [
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://a.shop.example:8443' },
      'cross-origin',
      'https://a.shop.example:8443',
    ],
    [
      { Referer: 'https://evil.example/?token=SECRET#SECRET' },
      'cross-origin',
      'https://evil.example',
    ],
    [{ Referer: 'https://user:SECRET@evil.example/' }, 'cross-origin', 'another origin'],
    [{ Referer: 'https:/SECRET' }, 'cross-origin', 'another origin'],
    [{ Origin: 'SECRET' }, 'cross-origin', 'another origin'],
  ])('of %j it quotes an origin at most', (headers, reason, origin) => {
    expect(() => checkFetchMetadata(requestOf({ headers }))).toThrow(
      expect.objectContaining({
        name: 'BadCsrfOrigin',
        code: 'BAD_CSRF_ORIGIN',
        status: 400,
        reason,
        message: `Origin checking failed - the request comes from ${origin}, which is not in trustedOrigins.`,
      }),
    )
  })

  test('tells that a host is trusted, but not over plain HTTP', () => {
    const request = requestOf({
      headers: { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://pay.example' },
    })
    expect(() => checkFetchMetadata(request, TRUSTED)).toThrow(
      expect.objectContaining({
        reason: 'cross-origin',
        message:
          'Origin checking failed - the request comes from http://pay.example, ' +
          'whose host is in trustedOrigins: these are trusted over HTTPS only.',
      }),
    )
  })

  test('tells of a request that tells nothing', () => {
    expect(() => checkFetchMetadata(requestOf({}), { allowNoOrigin: false })).toThrow(
      expect.objectContaining({
        reason: 'missing',
        message: 'Origin checking failed - missing Origin or Referer.',
      }),
    )
  })

  test.each<[string, object]>([
    ['trustedOrigins', { trustedOrigins: ['https://pay.example'] }],
    ['allowNoOrigin', { allowNoOrigin: 1 }],
    ['raises', { raises: null }],
    ['safeMethods', { safeMethods: ['GET'] }],
  ])('the option %s is refused, also for what is safe', (option, options) => {
    for (const method of ['GET', 'POST']) {
      expect(() => checkFetchMetadata(requestOf({ method }), options)).toThrow(
        expect.objectContaining({ option }),
      )
    }
  })
})
