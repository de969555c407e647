import { describe, expect, test } from 'vitest'
import { maskSecret, newDjangoToken, newSecret, secretOf } from '../../src/lib/django-token.js'
import { randomBytes } from '../../src/crypto/random.js'

const SECRET = 'abcdefghijklmnopqrstuvwxyzABCDEF'
const zeros = (size: number): Uint8Array => new Uint8Array(size)

describe('a token', () => {
  test('is the mask, and the sums of the places in the alphabet', () => {
    expect(maskSecret(SECRET, zeros)).toBe('a'.repeat(32) + SECRET)
    expect(secretOf(`b${'a'.repeat(31)}b${'a'.repeat(31)}`)).toBe('a'.repeat(32))
    expect(secretOf(`b${'a'.repeat(31)}a${'a'.repeat(31)}`)).toBe(`9${'a'.repeat(31)}`)
  })

  test('gives its secret back, under each mask', () => {
    const tokens = Array.from({ length: 50 }, () => maskSecret(SECRET, randomBytes))
    expect(new Set(tokens).size).toBe(50)
    expect(new Set(tokens.map(secretOf))).toEqual(new Set([SECRET]))
    expect(secretOf(SECRET)).toBe(SECRET)
    expect(secretOf(newDjangoToken(randomBytes))).toMatch(/^[\da-zA-Z]{32}$/)
  })

  test.each([
    [''],
    ['a'.repeat(31)],
    ['a'.repeat(33)],
    ['a'.repeat(63)],
    [`${'a'.repeat(31)}-`],
    [`${SECRET}\n`],
    [5],
    [null],
  ])('%o is none', (token) => {
    expect(secretOf(token)).toBeUndefined()
  })
})

test('a secret has every letter about as often', () => {
  const counts = new Map<string, number>()
  for (let made = 0; made < 2000; made++) {
    for (const letter of newSecret(randomBytes)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  // 1,032 of each are expected, and 32 more or less is one standard deviation.
  expect(counts.size).toBe(62)
  expect(Math.min(...counts.values())).toBeGreaterThan(800)
  expect(Math.max(...counts.values())).toBeLessThan(1300)
})
