import { describe, expect, test } from 'vitest'
import { openGcm, sealGcm } from '../../src/crypto/aes-gcm.js'
import { readVectors } from '../support/vectors.js'

interface Group {
  keySize: number
  ivSize: number
  tagSize: number
  tests: Vector[]
}

interface Vector {
  tcId: number
  comment: string
  key: string
  iv: string
  aad: string
  msg: string
  ct: string
  tag: string
  result: 'valid' | 'invalid'
}

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

const groups = readVectors<Group>('wycheproof/aes_gcm_test', 'testGroups')
const isOurs = ({ keySize, ivSize, tagSize }: Group): boolean =>
  [128, 256].includes(keySize) && ivSize === 96 && tagSize === 128
const testsOf = (some: readonly Group[]): Vector[] => some.flatMap(({ tests }) => tests)
const ours = testsOf(groups.filter((group) => isOurs(group)))
const others = testsOf(groups.filter((group) => !isOurs(group)))

describe('AES-GCM against Wycheproof', () => {
  test('183 of 316 vectors are of other sizes of key or nonce', () => {
    expect([ours.length, others.length]).toEqual([133, 183])
    expect(ours.filter(({ result }) => result === 'invalid')).toHaveLength(54)
  })

  test.each(ours)('$tcId $comment', ({ key, iv, aad, msg, ct, tag, result }) => {
    const opened = openGcm(bytes(key), bytes(iv), bytes(ct + tag), bytes(aad))
    const sealed = sealGcm(bytes(key), bytes(iv), bytes(msg), bytes(aad)).toString('hex')
    expect(opened?.toString('hex')).toBe(result === 'valid' ? msg : undefined)
    expect(sealed === ct + tag).toBe(result === 'valid')
  })
})
