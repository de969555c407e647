/** Runtimes that lack a function of `node:crypto`: another one is used, and the signatures are the same. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type * as Crypto from 'node:crypto'
import type * as Hash from '../../src/crypto/hash.js'
import type * as MacModule from '../../src/crypto/mac.js'

/** Made by Python: `hmac.new(b'key', b'message', lambda data=b'': hashlib.new(name, data)).hexdigest()`. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['md5', '4e4748e62b463521f6775fbf921234b5'],
  ['sha1', '2088df74d5f2146b48146caf4965377e9d0be3a4'],
  [
    'sha512',
    'e477384d7ca229dd1426e64b63ebf2d36ebd6d7e669a6735424e72ea6c01d3f8b56eb39c36d8232f5427999b8d1a3f9cd1128fc69f4d75b434216810fa367e98',
  ],
  [
    'blake2b',
    '04e9ada930688cde75eec939782eed653073dd621d7643f813702976257cf037d325b50eedd417c01b6ad1f978fbe2980a93d27d854044e8626df6fa279d6680',
  ],
  ['blake2s', 'bba8fa28708ae80d249e317318c95c859f3f77512be23910d5094d9110454d6f'],
  ['sm3', '34c90b291a80b7fd7f2be43d683935bab9d149164666c4ef8857c815cf2ef832'],
]

const absent = (): never => {
  throw new Error('Invalid digest')
}

describe.each([
  ['createHmac', { createHmac: absent }],
  ['hash', { hash: undefined }],
])('without %s', (_, lacking) => {
  let hashes: typeof Hash
  let macs: typeof MacModule
  beforeAll(async () => {
    vi.resetModules()
    vi.doMock('node:crypto', async (importOriginal) => {
      const crypto = { ...(await importOriginal<typeof Crypto>()), ...lacking }
      return { ...crypto, default: crypto }
    })
    hashes = await import('../../src/crypto/hash.js')
    macs = await import('../../src/crypto/mac.js')
  })

  test.each(SIGNATURES)('%s signs as it does in Python', (name, expected) => {
    const { sign } = macs.hmac(hashes.hashAlgorithm(name)!, Buffer.from('key'))
    expect(sign(Buffer.from('message'), 'hex')).toBe(expected)
  })
})

test('a hash function that only createHmac knows is none where that is missing', async () => {
  vi.resetModules()
  vi.doMock('node:crypto', async (importOriginal) => {
    const crypto = { ...(await importOriginal<typeof Crypto>()), createHmac: absent }
    return { ...crypto, default: crypto }
  })
  const { SignedSerializer } = await import('../../src/index.js')
  expect(() => new SignedSerializer('seekrit', null, { hashAlg: 'sha3_256' })).toThrow(
    /^hashAlg must be the name of a hash function that this runtime has/,
  )
})
