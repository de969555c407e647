import { describe, expect, test } from 'vitest'
import { railsSessionFactory } from '../../src/languages/rails.js'
import { RailsCSRFStoragePolicy } from '../../src/languages/rails.js'
import type { CsrfRequest } from '../../src/index.js'

const policy = new RailsCSRFStoragePolicy()

function requestOf(): CsrfRequest {
  const { session } = railsSessionFactory('a secret that is long enough for a test of it').open()
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
})
