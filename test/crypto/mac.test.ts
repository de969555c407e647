import { describe, expect, test } from 'vitest'
import { equalInConstantTime, hmacSha1Hex } from '../../src/crypto/mac.js'
import { readVectors } from '../support/vectors.js'

interface Group {
  tagSize: number
  tests: { tcId: number; comment: string; key: string; msg: string; tag: string; result: string }[]
}

const groups = readVectors<Group>('wycheproof/hmac_sha1_test', 'testGroups')
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex')

describe('HMAC-SHA1 against Wycheproof', () => {
  for (const group of groups) {
    for (const { tcId, comment, key, msg, tag, result } of group.tests) {
      test(`${tcId} ${comment}`, () => {
        const ours = hmacSha1Hex(bytes(key), bytes(msg)).slice(0, group.tagSize / 4)
        expect(ours === tag).toBe(result === 'valid')
      })
    }
  }
})

describe('HMAC-SHA1 keys of every length around the block size', () => {
  // Made by Python: hmac.new(b'k' * n, b'message', 'sha1').hexdigest()
  test.each([
    [0, 'd5d1ed05121417247616cfc8378f360a39da7cfa'],
    [1, '2d795a5f313a0bb4e42011cbd2063b8a2610df75'],
    [63, '39ad604614b97f146ed3d8d669ff2ac1bd42a9c0'],
    [64, '0a0b7a314b101739c3557f6b5e1dd6ab55658970'],
    [65, '9e8b701143a82cdc059a72a86230df264354cdb0'],
    [127, 'b32cff27ce05eb797a8735939d74cd19638b2642'],
    [128, '7dcdfe6e8a72c5869d1f433788bbf0e5e5938213'],
    [129, '0184a27544e89f78df616668aa192b6f37567e4b'],
    [200, 'ce26829f081871264088cab6de541c8f21bdeb11'],
  ])('%i bytes', (length, expected) => {
    expect(hmacSha1Hex(Buffer.alloc(length, 'k'), Buffer.from('message'))).toBe(expected)
  })
})

describe('equalInConstantTime', () => {
  test.each([
    ['abc', 'abc', true],
    ['', '', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['abc', 'ABC', false],
    ['é', 'e', false],
  ])('%j %j', (left, right, expected) =>
    expect(equalInConstantTime(Buffer.from(left), Buffer.from(right))).toBe(expected),
  )
})
