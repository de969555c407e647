import { describe, expect, test } from 'vitest'
import { rackSessionFactory } from '../../src/languages/rack.js'
import { railsSessionFactory } from '../../src/languages/rails.js'
import { RailsCSRFStoragePolicy } from '../../src/languages/rails.js'
import { generateKey, sealedCookieSessionFactory } from '../../src/index.js'
import type { CsrfRequest } from '../../src/index.js'

const policy = new RailsCSRFStoragePolicy()

const SECRET = 'a secret that is long enough for a test of it'

function requestOf(factory = railsSessionFactory(SECRET)): CsrfRequest {
  const { session } = factory.open()
  return { method: 'POST', scheme: 'https', host: 'shop.example', header: () => null, session }
}

/** Made by Rails 6.1.7.10 of a token of the bytes 0 to 31: see `masked_authenticity_token`. */
const REAL = Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('base64')
const OF_RAILS =
  '/RXbDsakeNiEba3gBeJkjyqrTj2x8vMEcBnEI/NU+ISxJGTiNjGPUYFitze92fQYyR+h+mKgpXudBlifQotdMA=='

describe('RailsCSRFStoragePolicy', () => {
  test('tokens for pages are another text each time, and right', () => {
    const request = requestOf()
    const tokens = [policy.newCsrfToken(request), policy.getCsrfToken(request)]
    tokens.push(policy.getCsrfToken(request))
    expect(new Set(tokens).size).toBe(3)
    for (const token of tokens) {
      expect(token).toMatch(/^[\w+/]{86}==$/)
      expect(policy.checkCsrfToken(request, token)).toBe(true)
      const urlsafe = token.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
      expect(policy.checkCsrfToken(request, urlsafe)).toBe(true)
      expect(policy.checkCsrfToken(requestOf(), token)).toBe(false)
    }
  })

  test('the session’s own is right, with a mask and without', () => {
    const request = requestOf()
    const real = Buffer.from(request.session.getCsrfToken(), 'base64')
    const mask = Buffer.alloc(32, 7)
    const masked = Buffer.concat([mask, real.map((byte) => byte ^ 7)])
    expect(policy.checkCsrfToken(request, real.toString('base64'))).toBe(true)
    expect(policy.checkCsrfToken(request, masked.toString('base64'))).toBe(true)
  })

  test('what Rails made is right', () => {
    const request = requestOf()
    request.session.set('_csrft_' as never, REAL as never)
    expect(policy.checkCsrfToken(request, OF_RAILS)).toBe(true)
  })

  test.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(86)}==`, 'A'.repeat(500), '€'.repeat(43)])(
    'anything else is wrong: %s',
    (text) => {
      const request = requestOf()
      expect(policy.checkCsrfToken(request, text)).toBe(false)
      request.session.getCsrfToken()
      expect(policy.checkCsrfToken(request, text)).toBe(false)
    },
  )

  test.each([
    ['sealed', sealedCookieSessionFactory(generateKey())],
    ['rack', rackSessionFactory(SECRET)],
  ])('a session of another format gets a token of Rails’: %s', (_, factory) => {
    for (const make of ['newCsrfToken', 'getCsrfToken'] as const) {
      const request = requestOf(factory)
      expect(policy.checkCsrfToken(request, policy[make](request))).toBe(true)
      expect(Buffer.from(request.session.getCsrfToken(), 'base64')).toHaveLength(32)
    }
  })

  test.each([
    'abc',
    'a'.repeat(40),
    Buffer.alloc(64).toString('base64'),
    `${'A'.repeat(42)}!`,
    '',
    5,
    ['x'],
    {},
    null,
  ])('a stored token that is none of Rails’ is replaced: %j', (stored) => {
    const request = requestOf()
    request.session.set('_csrft_' as never, stored as never)
    const tokens = [policy.getCsrfToken(request), policy.getCsrfToken(request)]
    for (const token of tokens) expect(policy.checkCsrfToken(request, token)).toBe(true)
    expect(request.session.get('_csrft_' as never)).toMatch(/^[\w+/]{43}=$/)
  })

  test.each([REAL, REAL.slice(0, -1)])('a stored token of Rails’ stays: %s', (stored) => {
    const request = requestOf()
    request.session.set('_csrft_' as never, stored as never)
    policy.getCsrfToken(request)
    expect(request.session.get('_csrft_' as never)).toBe(stored)
  })
})
