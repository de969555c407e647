/** Names of hash functions: what Python's `hashlib.new` and the OpenSSL of this Node both know. */
import { describe, expect, test } from 'vitest'
import { hashAlgorithm } from '../../src/crypto/hash.js'
import { hmac, signatureSize } from '../../src/crypto/mac.js'
import { SignedSerializer } from '../../src/index.js'
import { python, runPython } from '../support/python.js'

/** Every name of a function, which are all one to Python. */
const NAMES: readonly (readonly string[])[] = [
  ['md5', 'MD5', 'ssl3-md5'],
  ['sha1', 'SHA1', 'sha-1', 'SHA-1', 'ssl3-sha1', '1.3.14.3.2.26'],
  ['sha224', 'SHA-224', 'SHA2-224'],
  ['sha256', 'Sha256', 'sha-256', 'SHA-256', 'SHA2-256', 'sha2-256', '2.16.840.1.101.3.4.2.1'],
  ['sha384', 'SHA-384', 'SHA2-384'],
  ['sha512', 'SHA-512', 'SHA2-512'],
  ['sha512_224', 'sha512-224', 'SHA-512/224', 'SHA2-512/224'],
  ['sha512_256', 'SHA512-256', 'sha-512/256', 'SHA2-512/256'],
  ['sha3_224', 'SHA3-224'],
  ['sha3_256', 'SHA3-256'],
  ['sha3_384', 'SHA3-384'],
  ['sha3_512', 'SHA3-512', 'sha3-512'],
  ['blake2b', 'BLAKE2b512', 'BLAKE2B-512'],
  ['blake2s', 'blake2s256', 'BLAKE2S-256'],
  ['ripemd160', 'RIPEMD160', 'RIPEMD-160', 'rmd160', 'ripemd'],
  ['sm3', 'SM3'],
]

/** What Python does not take, or has no HMAC for. */
const REFUSED = [
  '',
  ' sha256',
  'sha256 ',
  'sha256\u0000',
  'sha',
  'sha2',
  'sha2-1',
  'sha2_256',
  'sha_256',
  'SHA512/256',
  'md-5',
  'md5_sha1',
  'RSA-SHA256',
  'rsa-md5',
  'sha256WithRSAEncryption',
  'ripemd160WithRSA',
  'id-rsassa-pkcs1-v1_5-with-sha3-256',
  'shake128',
  'SHAKE-128',
  'shake_256',
  '2.16.840.1.101.3.4.2.11',
  'KECCAK-KMAC-128',
  'null',
  '__proto__',
  'constructor',
]

const KEY = Buffer.from('key')
const MESSAGE = Buffer.from('message')

const hmacOf = (name: string): string | undefined => {
  const algorithm = hashAlgorithm(name)
  return algorithm && hmac(algorithm, KEY).sign(MESSAGE, 'hex')
}

describe('names of hash functions', () => {
  test.each(NAMES)('%s and its other names are one', (first, ...others) => {
    const expected = hmacOf(first!)
    expect(expected).toMatch(/^(?:[\da-f]{2})+$/)
    for (const other of others) expect([other, hmacOf(other)]).toEqual([other, expected])
  })

  test('what is fast by one name is fast by all', () => {
    for (const name of ['sha-256', 'SHA2-256']) expect(hashAlgorithm(name)).toBe('sha256')
    expect(hashAlgorithm('SHA-1')).toBe('sha1')
  })

  test.each(REFUSED)('%j is refused', (name) => {
    expect(hashAlgorithm(name)).toBeUndefined()
    expect(() => new SignedSerializer('s', null, { hashAlg: name })).toThrow(
      expect.objectContaining({ option: 'hashAlg' }),
    )
  })

  test.runIf(python)('Python agrees, name by name', async () => {
    const program = `
import hashlib, hmac, json, sys
def digest(name):
    try:
        return hmac.new(b'key', b'message', lambda data=b'': hashlib.new(name, data)).hexdigest()
    except Exception:
        return None
print(json.dumps([digest(name) for name in json.load(sys.stdin)]))`
    const names = NAMES.flat()
    const all = [...names, ...REFUSED]
    const digests = JSON.parse(await runPython(program, JSON.stringify(all))) as (string | null)[]
    // A Python may lack some; what it has is the same.
    const differing = names.filter(
      (name, at) => digests[at] !== null && digests[at] !== hmacOf(name),
    )
    expect(differing).toEqual([])
    expect(digests.slice(0, 15)).not.toContain(null)
    const taken = REFUSED.filter((_, at) => (digests[names.length + at] ?? '') !== '')
    expect(taken).toEqual([])
  })

  test('sizes of signatures', () => {
    expect(
      ['sha1', 'sha-256', 'BLAKE2b512'].map((name) => signatureSize(hashAlgorithm(name)!)),
    ).toEqual([20, 32, 64])
  })
})
