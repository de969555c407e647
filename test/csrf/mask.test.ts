import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCsrfToken } from '../../src/csrf/check-token.js'
import { CookieCSRFStoragePolicy } from '../../src/csrf/cookie-policy.js'
import { LegacySessionCSRFStoragePolicy } from '../../src/csrf/legacy-session-policy.js'
import { maskToken, unmaskToken } from '../../src/csrf/mask.js'
import type { CSRFStoragePolicy } from '../../src/csrf/policy.js'
import { SessionCSRFStoragePolicy } from '../../src/csrf/session-policy.js'
import { timeOfWork } from '../support/time.js'
import { requestOf } from './recorded.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const TOKEN = '0123456789abcdef0123456789abcdef01234567'

const latin1 = fc
  .uint8Array({ minLength: 1, maxLength: 100 })
  .map((bytes) => Buffer.from(bytes).toString('latin1'))

describe('checklist 22: masks of tokens', () => {
  test('what was masked comes back', () => {
    fc.assert(
      fc.property(latin1, (token) => {
        expect(unmaskToken(maskToken(token))).toBe(token)
      }),
    )
  })

  test('the text is the mask, then the token xor the mask', () => {
    const masked = Buffer.from(maskToken(TOKEN), 'base64url')
    expect(masked.length).toBe(80)
    const token = masked.subarray(40).map((byte, index) => byte ^ masked[index]!)
    expect(Buffer.from(token).toString()).toBe(TOKEN)
    expect(unmaskToken(Buffer.from([1, 2, 0x61 ^ 1, 0x62 ^ 2]).toString('base64url'))).toBe('ab')
  })

  test('every text is another one, of one length, without what HTML takes for markup', () => {
    const texts = Array.from({ length: 1000 }, () => maskToken(TOKEN))
    expect(new Set(texts).size).toBe(1000)
    for (const text of texts) expect(text).toMatch(/^[\w-]{107}$/)
  })

  test('every part of the text changes', () => {
    const texts = Array.from({ length: 200 }, () => maskToken(TOKEN))
    for (let i = 0; i < 107; i++)
      expect(new Set(texts.map((text) => text[i])).size).toBeGreaterThan(1)
  })

  test('a text with another character is that of another token, or of none', () => {
    fc.assert(
      fc.property(latin1, fc.nat(), fc.constantFrom(...ALPHABET), (token, place, character) => {
        const text = maskToken(token)
        const at = place % text.length
        fc.pre(text[at] !== character)
        expect(unmaskToken(text.slice(0, at) + character + text.slice(at + 1))).not.toBe(token)
      }),
    )
  })

  test.each([
    '',
    'A',
    'AA', // one byte: half of it is none
    'AAAA', // three
    'AAAAB', // no length of base64
    'AAB', // two bytes, but their last bits are not written so
    'AAA=',
    'AAA ',
    ' AAA',
    'AA\n',
    'AAé',
    'AA+/AA',
    'AAA\u0141',
  ])('%j is no masked token', (text) => expect(unmaskToken(text)).toBeUndefined())

  test('a text that is longer than any of a token is none', () => {
    expect(unmaskToken(maskToken('x'.repeat(4096)))).toBe('x'.repeat(4096))
    const longer = Buffer.alloc(2 * 4098, 'x').toString('base64url')
    expect(unmaskToken(longer)).toBeUndefined()
  })

  test.each(['é', '€uro', '漢字', '😀', '\u0000', '\ufffd'])('%j comes back', (token) => {
    expect(unmaskToken(maskToken(token))).toBe(token)
  })

  test.each([
    ['too long', 'x'.repeat(4097)],
    ['too long in UTF-8', '€'.repeat(1366)],
    ['a lone surrogate', '\ud800'],
  ])('a token that nobody would get back is refused: %s', (_, token) => {
    expect(() => maskToken(token)).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
    expect(() => maskToken(token)).toThrow(/4096 bytes/)
  })

  test('a long text costs nothing', () => {
    const text = 'A'.repeat(20_000_000)
    const start = timeOfWork()
    for (let i = 0; i < 1000; i++) expect(unmaskToken(text)).toBeUndefined()
    expect(timeOfWork() - start).toBeLessThan(500)
  })
})

describe.each<[string, CSRFStoragePolicy]>([
  ['the session', new LegacySessionCSRFStoragePolicy()],
  ['a key of the session', new SessionCSRFStoragePolicy({ key: 'own' })],
  ['a cookie', new CookieCSRFStoragePolicy()],
])('checklist 22: checkCsrfToken takes masked tokens, kept in %s', (_, policy) => {
  const asked = requestOf({})
  const token = policy.getCsrfToken(asked)
  const passes = (supplied: string): boolean => {
    const header = () => supplied
    const request = Object.assign(asked, { header })
    return checkCsrfToken(request, { policy, raises: false })
  }

  test('masked or not', () => {
    expect(passes(token)).toBe(true)
    expect(passes(maskToken(token))).toBe(true)
  })

  test('but once only', () => expect(passes(maskToken(maskToken(token)))).toBe(false))

  test('no text with another character, at any place', () => {
    const text = maskToken(token)
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === 'x' ? 'y' : 'x'
      expect(passes(text.slice(0, at) + other + text.slice(at + 1)), `at ${at}`).toBe(false)
    }
  })

  test('no part of one, and nothing more', () => {
    const text = maskToken(token)
    const half = text.length / 2
    for (const wrong of [
      text.slice(0, half),
      text.slice(half),
      `${text}A`,
      `${text}==`,
      `${text}AAAA`,
    ]) {
      expect(passes(wrong)).toBe(false)
    }
  })

  test('no mask of nothing, nor of another token', () => {
    expect(passes(maskToken(''))).toBe(false)
    expect(passes(maskToken(`${token}0`))).toBe(false)
    expect(passes(maskToken(token.slice(1)))).toBe(false)
    expect(passes(maskToken('\0'.repeat(token.length)))).toBe(false)
  })
})

test('checklist 22: a token beyond Latin-1 is not right, masked or not', () => {
  const request = requestOf({ headers: { 'X-CSRF-Token': maskToken('aecret') } })
  request.session.set('_csrft_' as never, '\u0161ecret' as never)
  expect(checkCsrfToken(request, { raises: false })).toBe(false)
})

test('checklist 22: an empty token in the session is not right, masked or not', () => {
  const request = requestOf({ headers: { 'X-CSRF-Token': maskToken('') } })
  request.session.set('_csrft_' as never, '' as never)
  expect(checkCsrfToken(request, { raises: false })).toBe(false)
})

test('checklist 22: a raw token that looks like a masked one is right', () => {
  const raw = maskToken(TOKEN)
  const request = requestOf({ headers: { 'X-CSRF-Token': raw } })
  request.session.set('_csrft_' as never, raw as never)
  expect(checkCsrfToken(request)).toBe(true)
})
