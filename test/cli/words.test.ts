/** The small parts: what was meant, what is safe to show, times, secrets that can be guessed. */
import { describe, expect, test } from 'vitest'
import { strengthOf } from '../../src/cli/audit/strength.js'
import { BUILT_IN_WORDS } from '../../src/cli/audit/words.js'
import { dateOf, durationOf } from '../../src/cli/duration.js'
import { nearest } from '../../src/cli/nearest.js'
import { quoted, safe } from '../../src/cli/safe-text.js'
import { randomBytes } from '../../src/crypto/random.js'

describe('nearest', () => {
  const words = ['inspect', 'verify', 'seal', 'sign', 'rotate', 'serve', 'secret-file']
  test.each([
    ['inspet', 'inspect'],
    ['verfiy', 'verify'],
    ['ins', 'inspect'],
    ['sael', 'seal'],
    ['rotaet', 'rotate'],
    ['secretfile', 'secret-file'],
    ['xyzzy', undefined],
    ['', undefined],
  ])('%j: %j', (word, meant) => {
    expect(nearest(word, words)).toBe(meant)
  })
})

describe('safe', () => {
  test.each([
    ['\x1b[31mred', String.raw`\u001b[31mred`],
    ['a\nb\tc\rd', String.raw`a\nb\tc\rd`],
    ['\x00\x7f\x9b', String.raw`\u0000\u007f\u009b`],
    ['\u202eright to left', String.raw`\u202eright to left`],
    ['\u200bzero width', String.raw`\u200bzero width`],
    ['\ud800', String.raw`\ud800`],
    ['Zoë 😀 日本', 'Zoë 😀 日本'],
  ])('%j', (text, shown) => {
    expect(safe(text)).toBe(shown)
  })

  test('quotes and backslashes are told from those that are ours', () => {
    expect(quoted('a"b\\n\n')).toBe(String.raw`"a\"b\\n\n"`)
  })
})

describe('durations', () => {
  test.each([
    [0, 'less than a second'],
    [1, '1 second'],
    [59.9, '59 seconds'],
    [60, '1 minute'],
    [3600 + 59, '1 hour'],
    [3660, '1 hour 1 minute'],
    [-90_000, '1 day 1 hour'],
    [31 * 86_400, '31 days'],
    [2000 * 86_400, '2,000 days'],
  ])('%d seconds: %s', (seconds, text) => {
    expect(durationOf(seconds)).toBe(text)
  })

  test.each([
    [1_700_000_000, '2023-11-14 22:13:20 UTC'],
    [1_700_000_000.75, '2023-11-14 22:13:20 UTC'],
    [Number.NaN, 'no date'],
    [1e30, 'no date'],
  ])('the date of %d: %s', (seconds, text) => {
    expect(dateOf(seconds)).toBe(text)
  })
})

describe('strength', () => {
  test.each([
    ['secret', 'weak'],
    ['SECRET ', 'weak'],
    ['   ', 'weak'],
    ['a', 'weak'],
    ['a'.repeat(64), 'weak'],
    ['0123456789'.repeat(6), 'weak'],
    ['abcdefghijklmnopqrstuvwxyz0123456789', 'weak'],
    ['correct horse battery staple', 'weak'],
    ['ThisIsTheSecretOfOurShopOnTheInternet', 'weak'],
    ['correcthorsebatterystaple', 'weak'],
    ['a-very-long-secret-key-that-is-hard', 'weak'],
    ['SuperSecretKey!ForProduction2024', 'weak'],
    ['k3J9xQ', 'weak'],
  ])('%j is %s', (secret, verdict) => {
    expect(strengthOf(secret).verdict).toBe(verdict)
    expect(strengthOf(secret).bits).toBeGreaterThanOrEqual(0)
  })

  test.each([
    ['base64url', 32, 'strong'],
    ['base64', 32, 'strong'],
    ['hex', 32, 'strong'],
    ['hex', 16, 'strong'],
    ['hex', 14, 'fair'],
    ['hex', 8, 'weak'],
  ] as const)('random %s of %i bytes is %s, 200 times', (encoding, size, verdict) => {
    const verdicts = Array.from({ length: 200 }, () => {
      const secret = Buffer.from(randomBytes(size)).toString(encoding)
      return strengthOf(secret).verdict
    })
    // Of 10,000 such hex texts three look regular by chance.
    expect(verdicts.filter((one) => one !== verdict).length).toBeLessThanOrEqual(2)
  })

  test('bytes are taken as they are', () => {
    expect(strengthOf(randomBytes(32)).verdict).toBe('strong')
    expect(strengthOf(new Uint8Array(32))).toMatchObject({ verdict: 'weak' })
  })
})

test('no word of the list comes twice', () => {
  expect(new Set(BUILT_IN_WORDS).size).toBe(BUILT_IN_WORDS.length)
  expect(BUILT_IN_WORDS).toContain('keyboard cat')
})
