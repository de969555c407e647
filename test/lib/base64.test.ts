import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  decodeBase64Leniently,
  decodeUrlsafeBase64Leniently,
  decodeUrlsafeBase64Strictly,
  encodeBase64,
  encodeUrlsafeBase64,
  isBase64,
} from '../../src/lib/base64.js'

const decode = (text: string): string | undefined => {
  const bytes = decodeBase64Leniently(text)
  return bytes && Buffer.from(bytes).toString('latin1')
}

describe('decodeBase64Leniently', () => {
  // The right column is what Python 3.11's base64.b64decode returned; undefined: it raised.
  test.each([
    ['', ''],
    ['aGVsbG8=', 'hello'],
    ['aGVs bG8=', 'hello'],
    ['a-G_V!s"b\r\nG\u00008=', 'hello'],
    ['aGVsbG8', undefined],
    ['aGVsbG8==', 'hello'],
    ['aGVsbG8=aGVs', 'hello'],
    ['aGVsbG8=%', 'hello'],
    ['=aGVsbG8=', 'hello'],
    ['a=GVsbG8=', 'hello'],
    ['aG=VsbG8=', 'hello'],
    ['aA==', 'h'],
    ['aA=', undefined],
    ['aA=\u00e9=', 'h'],
    ['aP==', 'h'],
    ['aGV=', 'he'],
    ['a', undefined],
    ['====', ''],
    ['\u20ac', ''],
    ['QUJD\u0151QUJD', 'ABCABC'], // U+0151 ends in the byte of Q
    ['QUJD\u0151UJD', undefined],
  ])('%j', (text, expected) => {
    expect(decode(text)).toBe(expected)
  })

  test('reads what encodeBase64 writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(Buffer.from(decodeBase64Leniently(encodeBase64(bytes))!)).toEqual(Buffer.from(bytes))
      }),
    )
  })

  test('junk anywhere before the padding changes nothing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.constantFrom('!', ' ', '-', '\u00e9'),
        fc.nat(),
        (bytes, junk, at) => {
          const text = encodeBase64(bytes).replace(/=+$/, '')
          const position = at % (text.length + 1)
          const padding = encodeBase64(bytes).slice(text.length)
          const damaged = text.slice(0, position) + junk + text.slice(position) + padding
          expect(Buffer.from(decodeBase64Leniently(damaged)!)).toEqual(Buffer.from(bytes))
        },
      ),
    )
  })
})

/** Characters of both alphabets, padding, and what may lead astray: U+0141 ends in the byte of A. */
const anyText = fc
  .array(fc.constantFrom('A', 'z', '+', '/', '-', '_', '=', '==', ' ', '"', '\u00e9', '\u0141'), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))

/** Python's rules, character by character: what `decodeBase64Leniently` may do faster but not otherwise. */
function decodeSlowly(text: string): string | undefined {
  let bits = ''
  let pads = 0
  for (const character of text) {
    if (character === '=') {
      const group = (bits.length / 6) % 4
      if (group >= 2 && group + ++pads >= 4) {
        return Buffer.from(bytesOfBits(bits)).toString('latin1')
      }
    } else if (/[A-Za-z0-9+/]/.test(character)) {
      pads = 0
      bits += SEXTETS.indexOf(character).toString(2).padStart(6, '0')
    }
  }
  if ((bits.length / 6) % 4 !== 0) return undefined
  return Buffer.from(bytesOfBits(bits)).toString('latin1')
}

const SEXTETS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const bytesOfBits = (bits: string): number[] =>
  (bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))

describe('any text', () => {
  test('is decoded by the rules of Python', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decode(text)).toBe(decodeSlowly(text))
      }),
      { numRuns: 5000 },
    )
  })

  test('is decoded by the rules of WebOb', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const standard = text.replaceAll('-', '+').replaceAll('_', '/')
        const expected = decodeSlowly(standard + '='.repeat((4 - (text.length % 4)) % 4))
        const bytes = decodeUrlsafeBase64Leniently(text)
        expect(bytes && Buffer.from(bytes).toString('latin1')).toBe(expected)
      }),
      { numRuns: 5000 },
    )
  })

  test('isBase64 says yes to nothing but characters of the alphabets, rightly padded', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (isBase64(text)) expect(text).toMatch(/^[A-Za-z0-9+/_-]*={0,2}$/)
      }),
      { numRuns: 5000 },
    )
  })
})

test('isBase64 says yes to what is written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(isBase64(encodeBase64(bytes))).toBe(true)
      expect(isBase64(encodeUrlsafeBase64(bytes))).toBe(true)
    }),
  )
  expect(isBase64('A'.repeat(5464))).toBe(false) // more than it has room for
})

describe('checklist 7: decodeUrlsafeBase64Strictly takes one encoding only', () => {
  const URLSAFE = SEXTETS.replace('+', '-').replace('/', '_')

  test('it reads what is written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeUrlsafeBase64(bytes)
        expect(decodeUrlsafeBase64Strictly(text)).toEqual(Buffer.from(bytes))
      }),
    )
  })

  test.each([
    ['padding', 'aA=='],
    ['half of the padding', 'aA='],
    ['padding of a whole group', 'aGVsbG8='],
    ['padding inside', 'aA==aGVs'],
    ['the other alphabet, +', '+v8_'],
    ['the other alphabet, /', '-v8/'],
    ['white space', 'aGVs bG8'],
    ['white space around', ' aGVs'],
    ['a line end', 'aGVs\n'],
    ['a zero byte', 'aGVs\u0000'],
    ['junk', 'aGV!'],
    ['one character', 'A'],
    ['one character too many', 'aGVsA'],
    ['a wide character that ends in the byte of Q', '\u0151UJD'],
    ['a wide character at the end', 'QUJDQ\u0141'],
    ['half a surrogate pair', 'QUJ\ud841'],
    ['unused bits of a byte', 'aB'],
    ['unused bits of two bytes', 'aGV'],
  ])('it refuses %s', (_, text) => {
    expect(decodeUrlsafeBase64Strictly(text)).toBeUndefined()
  })

  test.each([
    ['one byte', 'a', 4],
    ['two bytes', 'aG', 16],
  ])('of 64 last characters of %s it takes as many as there are bytes', (_, start, count) => {
    const taken = [...URLSAFE].filter((last) => decodeUrlsafeBase64Strictly(start + last))
    expect(taken.join('')).toBe([...URLSAFE].filter((_, at) => at % (64 / count) === 0).join(''))
  })

  test('any text that it takes is written again as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const bytes = decodeUrlsafeBase64Strictly(text)
        const isUrlsafe = /^[\w-]*$/.test(text) && text.length % 4 !== 1
        const canonical = isUrlsafe && Buffer.from(text, 'base64url').toString('base64url') === text
        expect(bytes && encodeUrlsafeBase64(bytes)).toBe(canonical ? text : undefined)
      }),
      { numRuns: 5000 },
    )
  })
})
