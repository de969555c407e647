/** Against the test vectors of draft-eastlake-fnv. */
import { describe, expect, test } from 'vitest'
import { fnv1a53 } from '../../src/lib/fnv.js'

const VECTORS = {
  '': 'cbf29ce484222325',
  a: 'af63dc4c8601ec8c',
  b: 'af63df4c8601f1a5',
  foobar: '85944171f73967e8',
}

const last53 = (hash: bigint): number => Number(BigInt.asUintN(53, hash))

describe('FNV-1a', () => {
  test.each(Object.entries(VECTORS))('%j', (text, hex) => {
    expect(fnv1a53(text)).toBe(last53(BigInt(`0x${hex}`)))
  })

  test('is the same as by bigints, for texts of all lengths', () => {
    for (let length = 0; length < 300; length++) {
      const text = String.fromCharCode(...Array.from({ length }, (_, at) => (at * 89) % 256))
      expect(fnv1a53(text), String(length)).toBe(last53(byBigints(text)))
    }
  })
})

function byBigints(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (const byte of Buffer.from(text, 'latin1')) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  }
  return hash
}
