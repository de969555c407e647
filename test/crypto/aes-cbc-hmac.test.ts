import { describe, expect, test } from 'vitest'
import { openCbcHmac, sealCbcHmac } from '../../src/crypto/aes-cbc-hmac.js'

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

/** RFC 7518, B.3. */
const KEY = Buffer.from(Array.from({ length: 64 }, (_, at) => at))
const IV = bytes('1af38c2dc2b96ffdd86694092341bc04')
const PLAIN = Buffer.from(
  'A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience',
)
const AAD = Buffer.from('The second principle of Auguste Kerckhoffs')
const TAG = bytes('4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5')

describe('A256CBC-HS512', () => {
  const sealed = sealCbcHmac(KEY, IV, PLAIN, AAD)

  test('gives the tag of RFC 7518, which depends on all of it', () => {
    expect(sealed.subarray(0, 16)).toEqual(bytes('4affaaadb78c31c5da4b1b590d10ffbd'))
    expect(sealed.subarray(-32)).toEqual(TAG)
    expect(sealed).toHaveLength(144 + 32)
  })

  test('opens what it sealed', () => {
    expect(openCbcHmac(KEY, IV, sealed, AAD)).toEqual(PLAIN)
    const empty = sealCbcHmac(KEY, IV, Buffer.alloc(0), Buffer.alloc(0))
    expect(openCbcHmac(KEY, IV, empty, Buffer.alloc(0))).toEqual(Buffer.alloc(0))
  })

  test('no bit can be another', () => {
    for (let at = 0; at < sealed.length; at++) {
      const other = Buffer.from(sealed)
      other[at]! ^= 1 << (at % 8)
      expect(openCbcHmac(KEY, IV, other, AAD)).toBe(undefined)
    }
    for (const [key, iv, aad] of [
      [Buffer.from(KEY.toReversed()), IV, AAD],
      [KEY, Buffer.from(IV.toReversed()), AAD],
      [KEY, IV, AAD.subarray(1)],
      [KEY, IV.subarray(1), AAD],
    ] as const) {
      expect(openCbcHmac(key, iv, sealed, aad)).toBe(undefined)
    }
  })

  test('nothing is shorter than a tag, and no part of one is enough', () => {
    for (const length of [0, 1, 16, 31, 32, 48, 175]) {
      expect(openCbcHmac(KEY, IV, sealed.subarray(0, length), AAD)).toBe(undefined)
    }
  })
})
