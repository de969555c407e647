import { describe, expect, test } from 'vitest'
import { CBC_IV_SIZE, decryptCbc, encryptCbc } from '../../src/crypto/aes-cbc.js'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

const IV = bytes('000102030405060708090a0b0c0d0e0f')
const PLAIN = bytes(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
)

/** NIST SP 800-38A, F.2.1 and F.2.5: without padding, which is one more block here. */
const NIST = [
  [
    '2b7e151628aed2a6abf7158809cf4f3c',
    '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7',
  ],
  [
    '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
    'f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b',
  ],
] as const

describe.each(NIST)('AES-CBC with the key %s', (hex, expected) => {
  const key = bytes(hex)

  test('gives the blocks of NIST, and one of padding', () => {
    const ciphertext = encryptCbc(key, IV, PLAIN)
    expect(ciphertext.subarray(0, PLAIN.length).toString('hex')).toBe(expected)
    expect(ciphertext).toHaveLength(PLAIN.length + CBC_IV_SIZE)
    expect(decryptCbc(key, IV, ciphertext)).toEqual(PLAIN)
  })

  test.each([0, 1, 15, 16, 17, 100])('%d bytes are what they were', (size) => {
    const plain = Buffer.alloc(size, 7)
    expect(decryptCbc(key, IV, encryptCbc(key, IV, plain))).toEqual(plain)
  })

  test('what has no padding is nothing', () => {
    expect(decryptCbc(key, IV, bytes(expected))).toBe(undefined)
    expect(decryptCbc(key, IV, bytes(expected).subarray(1))).toBe(undefined)
    expect(decryptCbc(key, IV, Buffer.alloc(0))).toBe(undefined)
  })
})
