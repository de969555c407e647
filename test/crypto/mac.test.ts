import { describe, expect, test } from 'vitest'
import { padSigner } from '../../src/crypto/hmac-pads.js'
import { equalInConstantTime, hmac, nodeSigner } from '../../src/crypto/mac.js'
import { readVectors } from '../support/vectors.js'

interface Group {
  tagSize: number
  tests: { tcId: number; comment: string; key: string; msg: string; tag: string; result: string }[]
}

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex')

const signers = { 'two hash calls': padSigner, "Node's HMAC": nodeSigner }

for (const [name, signer] of Object.entries(signers)) {
  describe(`${name} against Wycheproof`, () => {
    for (const algorithm of ['sha1', 'sha256', 'sha512']) {
      for (const group of readVectors<Group>(`wycheproof/hmac_${algorithm}_test`, 'testGroups')) {
        for (const { tcId, comment, key, msg, tag, result } of group.tests) {
          test(`${algorithm} ${tcId} ${comment}`, () => {
            const sign = signer(algorithm, bytes(key))!
            const ours = sign(bytes(msg), 'hex').slice(0, group.tagSize / 4)
            expect(ours === tag).toBe(result === 'valid')
            expect(Buffer.from(sign(bytes(msg), 'binary'), 'latin1').toString('hex')).toBe(
              sign(bytes(msg), 'hex'),
            )
          })
        }
      }
    }
  })

  describe(`checklist 9: ${name}, keys of every length around the block size`, () => {
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
      expect(signer('sha1', Buffer.alloc(length, 'k'))!(Buffer.from('message'), 'hex')).toBe(
        expected,
      )
    })
  })
}

describe('the two ways to sign', () => {
  test.each(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])(
    'agree for %s, on messages of every size',
    (algorithm) => {
      for (const size of [0, 1, 63, 64, 111, 112, 128, 1000, 4095, 4096, 4097, 4225, 10_000]) {
        for (const length of [3, 64, 128, 129]) {
          const key = Buffer.alloc(length, 'k')
          const message = Buffer.alloc(size, 'm')
          const expected = nodeSigner(algorithm, key)(message, 'hex')
          expect(padSigner(algorithm, key)!(message, 'hex')).toBe(expected)
        }
      }
    },
  )

  test('are chosen between by the hash function', () => {
    expect(padSigner('sha3-256', Buffer.from('key'))).toBeUndefined()
    const { sign } = hmac('sha3-256', Buffer.from('key'))
    // Made by Python: hmac.new(b'key', b'message', 'sha3_256').hexdigest()
    expect(sign(Buffer.from('message'), 'hex')).toBe(
      '0f43852a24d5597a8200312a95993991581679d63264f1b1ad4b5ccac7fe8ba4',
    )
  })

  test('a signer does not change when its key bytes do', () => {
    const key = Buffer.from('key')
    const sign = padSigner('sha1', key)!
    const before = sign(Buffer.from('message'), 'hex')
    key.fill(0)
    expect(sign(Buffer.from('message'), 'hex')).toBe(before)
  })
})

describe('verify', () => {
  const { sign, verify } = hmac('sha256', Buffer.from('key'))
  const message = Buffer.from('message')

  test.each(['hex', 'binary'] as const)('takes its own signature, %s', (encoding) => {
    expect(verify(message, sign(message, encoding), encoding)).toBe(true)
  })

  test.each([
    ['upper case', (text: string) => text.toUpperCase()],
    ['a digit changed', (text: string) => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`],
    ['cut off', (text: string) => text.slice(0, -1)],
    ['longer', (text: string) => `${text}0`],
    ['empty', () => ''],
  ])('refuses %s', (_, damage) => {
    expect(verify(message, damage(sign(message, 'hex')), 'hex')).toBe(false)
  })
})

describe('equalInConstantTime', () => {
  test.each([
    ['abc', 'abc', true],
    ['', '', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['abc', 'ABC', false],
    ['\u00e9', 'e', false],
    ['\u00e9', '\u00e9', true],
  ])('%j %j', (left, right, expected) => expect(equalInConstantTime(left, right)).toBe(expected))
})
