import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { decodeBase64Leniently, encodeBase64 } from '../../src/lib/base64.js'

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
