import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sealedParts } from '../../demo/sealed-anatomy.js'
import { generateKey, newRecord, sealedFormat } from '../../src/index.js'

/** The text of a session with a note. */
const cookie = (note: string): string => {
  const record = { ...newRecord(1_700_000_000, 'an id'), data: new Map([['note', note]]) }
  return sealedFormat(generateKey()).write(record, 'session')
}

describe('a sealed session', () => {
  test('falls into its parts, and nothing is left', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), (note) => {
        const text = cookie(note)
        const parts = sealedParts(text)
        expect(parts.map(({ name }) => name)).toEqual([
          'version',
          'key id',
          'nonce',
          'ciphertext',
          'tag',
        ])
        const hex = parts.map((part) => part.hex).join('')
        expect(Buffer.from(hex, 'hex').toString('base64url')).toBe(text)
        for (const { start, end, hex } of parts) expect(hex).toHaveLength(2 * (end - start))
      }),
    )
  })

  test('has a version, a key id, a nonce and a tag of the sizes that the format says', () => {
    const sizes = sealedParts(cookie('')).map(({ start, end }) => end - start)
    expect(sizes.toSpliced(3, 1)).toEqual([1, 4, 24, 16])
    expect(sealedParts(cookie(''))[0]!.hex).toBe('01')
  })
})

describe('no sealed session', () => {
  test.each(['', 'short', 'not base64url!', 'AB+/'.repeat(30), `${'A'.repeat(80)}=`])(
    '%j has no parts',
    (text) => {
      expect(sealedParts(text)).toEqual([])
    },
  )

  test('whatever the text, nothing is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        expect([0, 5]).toContain(sealedParts(text).length)
      }),
    )
  })
})
