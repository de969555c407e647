import { describe, expect, test } from 'vitest'
import { hkdf } from '../../src/crypto/hkdf.js'
import { readVectors } from '../support/vectors.js'

interface Vector {
  tcId: number
  comment: string
  flags: readonly string[]
  ikm: string
  salt: string
  info: string
  size: number
  okm: string
  result: 'valid' | 'invalid'
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
const vectors = readVectors<{ tests: Vector[] }>('wycheproof/hkdf_sha256_test', 'testGroups')
const tests = vectors.flatMap((group) => group.tests)

describe('HKDF with SHA-256 against Wycheproof', () => {
  test('83 of its 86 vectors have a result', () => {
    expect(tests).toHaveLength(86)
    expect(tests.filter(({ result }) => result === 'valid')).toHaveLength(83)
  })

  test.each(tests)('$tcId $comment $flags', ({ ikm, salt, info, size, okm, result }) => {
    const derive = (): string => hkdf(bytes(ikm), bytes(info), size, bytes(salt)).toString('hex')
    if (result === 'valid') expect(derive()).toBe(okm)
    else expect(derive).toThrow(RangeError)
  })

  test('no salt is the empty one', () => {
    const unsalted = tests.filter(({ salt, result }) => salt === '' && result === 'valid')
    expect(unsalted.length).toBeGreaterThan(20)
    for (const { ikm, info, size, okm } of unsalted) {
      expect(hkdf(bytes(ikm), bytes(info), size).toString('hex')).toBe(okm)
    }
  })
})
