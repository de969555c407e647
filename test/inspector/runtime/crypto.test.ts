/** What browsers run in place of `node:crypto` gives what that gives. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as native from '../../../src/crypto/native.js'
import * as twin from '../../../src/inspector/runtime/crypto.js'

/** That it has all of it, by its type; but where Node's own functions can do more than is used. */
type Ours = Omit<typeof native, 'hashOnce' | 'randomBytes' | 'randomFillSync' | 'timingSafeEqual'>
const web: Ours = twin

const HASHES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'ripemd160', 'sha512-224']
HASHES.push('sha512-256', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'blake2b512')
HASHES.push('blake2s256')

const bytes = (size?: number) =>
  fc.uint8Array(size === undefined ? { maxLength: 300 } : { minLength: size, maxLength: size })
const aesKey = fc.constantFrom(16, 32).chain((size) => bytes(size))

/** Runs a call of both with the same values. */
function expectSame<T extends unknown[]>(
  values: { readonly [Index in keyof T]: fc.Arbitrary<T[Index]> },
  call: (crypto: typeof web, ...values: T) => unknown,
): void {
  fc.assert(
    fc.property(fc.tuple(...(values as unknown as fc.Arbitrary<unknown>[])), (given) => {
      expect(call(web, ...(given as T))).toEqual(call(native, ...(given as T)))
    }),
    { numRuns: 60 },
  )
}

test('it has the same functions', () => {
  expect(Object.keys(twin).toSorted()).toEqual(Object.keys(native).toSorted())
})

describe.each(HASHES)('%s', (algorithm) => {
  test('hashes', () =>
    expectSame([bytes(), bytes()], (crypto, one, other) => crypto.digest(algorithm, [one, other])))
  test('makes an HMAC, of long keys too', () =>
    expectSame([bytes(), bytes()], (crypto, key, message) =>
      crypto.hmacOf(algorithm, key, message, 'hex'),
    ))
  test('derives by PBKDF2', () =>
    expectSame([bytes(), fc.string(), fc.integer({ min: 1, max: 70 })], (crypto, key, salt, size) =>
      crypto.pbkdf2Of(algorithm, key, salt, 3, size),
    ))
})

test('text is UTF-8, lone surrogates replaced', () =>
  expectSame([fc.string({ unit: 'binary' })], (crypto, text) => crypto.digest('sha256', [text])))

test.each(['hex', 'binary', 'base64url'] as const)('a hash in one call, as %s', (encoding) => {
  const hash = native.digest('sha256', ['text']).toString(encoding)
  expect(twin.hashOnce('sha256', 'text', encoding)).toBe(hash)
  expect(twin.hashOnce('sha256', Buffer.from('text'), 'buffer')).toEqual(
    native.digest('sha256', ['text']),
  )
})

test('a hash function that is none throws', () => {
  expect(() => twin.digest('sha0', [])).toThrow('no hash function sha0')
  expect(() => twin.digest('constructor', [])).toThrow('no hash function')
  expect(twin.isExtendable('sha256')).toBe(false)
})

test('HKDF', () =>
  expectSame(
    [bytes(), bytes(), bytes(), fc.integer({ min: 1, max: 200 })],
    (crypto, master, salt, info, size) => crypto.hkdfSha256(master, salt, info, size),
  ))

test('AES block by block', () =>
  expectSame([bytes(32), bytes(32)], (crypto, key, blocks) => crypto.aesBlocks(key)(blocks)))

test('AES-CBC', () => {
  expectSame([aesKey, bytes(16), bytes()], (crypto, key, iv, text) =>
    crypto.encryptCbc(key, iv, text),
  )
  expectSame([aesKey, bytes(16), bytes()], (crypto, key, iv, text) =>
    crypto.decryptCbcBlocks(key, iv, native.encryptCbc(key, iv, text)),
  )
})

test('AES in counter mode, where the counter overflows too', () => {
  const counter = fc.oneof(
    bytes(16),
    bytes(1).map((end) => Uint8Array.from({ length: 16 }, (_, at) => (at < 15 ? 0xff : end[0]!))),
  )
  expectSame([aesKey, counter, bytes()], (crypto, key, start, text) =>
    crypto.cryptCtr(key, start, text),
  )
})

describe('AES-GCM', () => {
  test('seals', () =>
    expectSame(
      [aesKey, bytes(12), fc.oneof(bytes(), fc.string({ unit: 'binary' })), bytes()],
      (crypto, key, nonce, text, aad) => crypto.sealGcm(key, nonce, text, aad),
    ))

  test('opens, unless a bit is another', () =>
    expectSame(
      [aesKey, bytes(12), bytes(), bytes(), fc.nat(), fc.nat(8)],
      (crypto, key, nonce, text, aad, at, bit) => {
        const sealed = native.sealGcm(key, nonce, text, aad)
        sealed[at % sealed.length]! ^= (1 << bit) & 0xff
        return crypto.openGcm(key, nonce, sealed, aad)
      },
    ))

  test('opens nothing that is shorter than a tag', () => {
    expect(twin.openGcm(Buffer.alloc(32), Buffer.alloc(12), Buffer.alloc(15), Buffer.of())).toBe(
      undefined,
    )
  })
})

test('compares', () => {
  const one = Buffer.from('one')
  expect(twin.timingSafeEqual(one, Buffer.from('one'))).toBe(true)
  expect(twin.timingSafeEqual(one, Buffer.from('onf'))).toBe(false)
  expect(() => twin.timingSafeEqual(one, Buffer.from('on'))).toThrow(RangeError)
})

test('random bytes fill all that is asked for, more than browsers give at once too', () => {
  const random = twin.randomBytes(200_000)
  expect(random).toHaveLength(200_000)
  for (const part of [
    random.subarray(0, 64),
    random.subarray(70_000, 70_064),
    random.subarray(-64),
  ])
    expect(part.some((byte) => byte !== 0)).toBe(true)
})
