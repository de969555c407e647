import { describe, expect, test } from 'vitest'
import { aesCtr } from '../../src/crypto/aes-ctr.js'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

const COUNTER = 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'
const PLAIN = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51'

/** NIST SP 800-38A, F.5: the first two blocks. */
const VECTORS = [
  [
    128,
    '2b7e151628aed2a6abf7158809cf4f3c',
    '874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff',
  ],
  [
    192,
    '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
    '1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94',
  ],
  [
    256,
    '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
    '601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5',
  ],
] as const

describe.each(VECTORS)('AES-%d in counter mode', (_, key, ciphertext) => {
  const { encrypt, decrypt } = aesCtr(bytes(key))

  test('decrypts what NIST has', () => {
    expect(decrypt(bytes(COUNTER + ciphertext))!.toString('hex')).toBe(PLAIN)
  })

  test('encrypts with another counter each time', () => {
    const texts = Array.from({ length: 20 }, () => encrypt(bytes(PLAIN)))
    for (const text of texts) expect(decrypt(text)!.toString('hex')).toBe(PLAIN)
    expect(new Set(texts.map((text) => text.toString('hex', 0, 16))).size).toBe(20)
  })

  test('has nothing to decrypt where there is a counter at most', () => {
    expect(decrypt(bytes(''))).toBe(undefined)
    expect(decrypt(bytes(COUNTER))).toBe(undefined)
    expect(decrypt(bytes(`${COUNTER}00`))).toHaveLength(1)
  })
})
