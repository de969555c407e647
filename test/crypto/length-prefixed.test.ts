import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { lengthPrefixed } from '../../src/crypto/length-prefixed.js'

const hex = (...parts: (string | Uint8Array)[]): string => lengthPrefixed(...parts).toString('hex')

const anyCharacter = fc.constantFrom('a', '\0', '\u0001', 'é', '€', '\u{1f36a}')

/** The parts again, by the grammar. */
function partsOf(bytes: Buffer): string[] {
  const parts: string[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at)
    parts.push(bytes.subarray(at + 4, end).toString())
    at = end
  }
  return parts
}

describe('lengthPrefixed', () => {
  test.each([
    [[], ''],
    [[''], '00000000'],
    [['a', ''], '000000016100000000'],
    [['', 'a'], '000000000000000161'],
    [['é€'], '00000005c3a9e282ac'],
    [[Uint8Array.of(0xff, 0)], '00000002ff00'],
    [['a'.repeat(258)], `00000102${'61'.repeat(258)}`],
  ])('%j', (parts, expected) => expect(hex(...parts)).toBe(expected))

  test('the parts can be told from the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter })), (parts) => {
        expect(partsOf(lengthPrefixed(...parts))).toEqual(parts)
      }),
    )
  })

  test('text that is not Unicode is refused', () => {
    expect(() => lengthPrefixed('\ud800')).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: 'text holds half a surrogate pair' }),
    )
  })
})
