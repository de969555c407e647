import { describe, expect, test } from 'vitest'
import { isSameToken, makeToken, uuid4Hex } from '../../src/csrf/token.js'
import { timeOfWork } from '../support/time.js'

describe('uuid4Hex', () => {
  test('sets the version and the variant, and nothing else', () => {
    const sizes: number[] = []
    const bytes = (byte: number) => (size: number) => {
      sizes.push(size)
      return new Uint8Array(size).fill(byte)
    }
    expect(uuid4Hex(bytes(0xff))).toBe('ffffffffffff4fffbfffffffffffffff')
    expect(uuid4Hex(bytes(0))).toBe('00000000000040008000000000000000')
    expect(sizes).toEqual([16, 16])
  })

  test('leaves the bytes of the generator as they are', () => {
    const bytes = new Uint8Array(16).fill(0xff)
    uuid4Hex(() => bytes)
    expect(bytes.every((byte) => byte === 0xff)).toBe(true)
  })

  test('is another one every time', () => {
    const made = Array.from({ length: 1000 }, () => uuid4Hex())
    expect(new Set(made).size).toBe(1000)
    expect(made.every((token) => /^[\da-f]{12}4[\da-f]{3}[89ab][\da-f]{15}$/.test(token))).toBe(
      true,
    )
  })
})

describe('makeToken', () => {
  test('gives what the factory makes', () => expect(makeToken(() => 'abc')).toBe('abc'))

  test.each(['', ' ', 'a b', 'caf\u00e9', '\u20ac', 'a\n', 12, null, undefined])(
    'refuses %j',
    (token) => {
      expect(() => makeToken(() => token as string)).toThrow(
        expect.objectContaining({ code: 'BAD_VALUE' }),
      )
    },
  )
})

describe('isSameToken', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['abc', '', false],
    // Whoever made it.
    ['', '', false],
    ['caf\u00e9', 'caf\u00e9', true],
    // As Python's backslashreplace writes what is not Latin-1.
    [String.raw`\u20ac`, '€', true],
    [String.raw`\U0001f600`, '😀', true],
    [String.raw`\ud800`, '\ud800', true],
    [String.raw`\u0100`, '\u0100', true],
    [String.raw`\u0100`, '\u0100x', false],
    ['caf\u00e9', 'cafe\u0301', false],
    ['€', '€', false],
    [undefined, 'undefined', false],
    [null, '', false],
    [12, '12', false],
  ])('expected %j, supplied %j: %s', (expected, supplied, same) => {
    expect(isSameToken(expected, supplied)).toBe(same)
  })

  test('a long supplied token costs nothing', () => {
    const expected = 'a'.repeat(40)
    const supplied = '\u20ac'.repeat(10_000_000)
    const start = timeOfWork()
    for (let i = 0; i < 100; i++) expect(isSameToken(expected, supplied)).toBe(false)
    expect(timeOfWork() - start).toBeLessThan(50)
  })
})
