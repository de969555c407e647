/**
 * `crypto/native.ts` in JavaScript alone, for browsers, whose own functions answer later and have neither all hash
 * functions nor AES-ECB. Its times tell something of the secrets: good for a person's own cookies, not for a server.
 */
import { cbc, ctr, ecb, gcm } from '@noble/ciphers/aes.js'
import { blake2b, blake2s } from '@noble/hashes/blake2.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512 } from '@noble/hashes/sha3.js'
import type { CHash } from '@noble/hashes/utils.js'
import type * as Native from '../../crypto/native.js'

const HASHES: Readonly<Record<string, CHash>> = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  ripemd160,
  'sha512-224': sha512_224,
  'sha512-256': sha512_256,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  blake2b512: blake2b,
  blake2s256: blake2s,
}

function hashOf(algorithm: string): CHash {
  const hash = Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined
  if (hash === undefined) throw new Error(`There is no hash function ${algorithm} here`)
  return hash
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength)

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? Buffer.from(value) : value

export const digest: typeof Native.digest = (algorithm, parts) => {
  const hash = hashOf(algorithm).create()
  for (const part of parts) hash.update(bytesOf(part))
  return viewOf(hash.digest())
}

export const hashOnce = (
  algorithm: string,
  message: string | Uint8Array,
  encoding: BufferEncoding | 'buffer' = 'hex',
): string | Buffer => {
  const bytes = digest(algorithm, [message])
  return encoding === 'buffer' ? bytes : bytes.toString(encoding)
}

/** Bytes of a key. */
const AES_256 = 32
/** Bytes. */
const MOST_OF_HKDF = 255 * 32

/** Bytes that browsers give at once. */
const MOST_AT_ONCE = 65_536

export function randomFillSync<T extends Uint8Array>(target: T): T {
  for (let at = 0; at < target.length; at += MOST_AT_ONCE) {
    globalThis.crypto.getRandomValues(
      target.subarray(at, at + MOST_AT_ONCE) as Uint8Array<ArrayBuffer>,
    )
  }
  return target
}

export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) throw new RangeError('Input buffers must have one length')
  return one.reduce((bits, byte, at) => bits | (byte ^ other[at]!), 0) === 0
}

export const decryptCbcBlocks: typeof Native.decryptCbcBlocks = (key, iv, ciphertext) =>
  viewOf(cbc(key, iv, { disablePadding: true }).decrypt(ciphertext))

export const openGcm: typeof Native.openGcm = (key, nonce, sealed, aad) =>
  unlessRefused(() => gcm(key, nonce, aad).decrypt(sealed))

function unlessRefused(decrypt: () => Uint8Array): Buffer | undefined {
  try {
    return viewOf(decrypt())
  } catch {
    return undefined
  }
}

export const randomBytes = (size: number): Buffer => randomFillSync(Buffer.alloc(size))

export const isExtendable = (_algorithm: string): boolean => false

export const hmacOf: typeof Native.hmacOf = (algorithm, key, message, encoding) =>
  viewOf(hmac(hashOf(algorithm), key, message)).toString(encoding)

export const hkdfSha256: typeof Native.hkdfSha256 = (master, salt, info, size) => {
  if (size > MOST_OF_HKDF) throw new RangeError('Invalid key length')
  return viewOf(hkdf(sha256, master, salt, info, size))
}

export const pbkdf2Of: typeof Native.pbkdf2Of = (algorithm, secret, salt, c, dkLen) =>
  viewOf(pbkdf2(hashOf(algorithm), secret, bytesOf(salt), { c, dkLen }))

export const aesBlocks: typeof Native.aesBlocks = (given) => {
  if (given.length !== AES_256) throw new RangeError('Invalid key length')
  const key = Uint8Array.from(given)
  return (blocks) => viewOf(ecb(key, { disablePadding: true }).encrypt(blocks))
}

export const encryptCbc: typeof Native.encryptCbc = (key, iv, plaintext) =>
  viewOf(cbc(key, iv).encrypt(plaintext))

export const cryptCtr: typeof Native.cryptCtr = (key, counter, text) =>
  viewOf(ctr(key, counter).encrypt(text))

export const sealGcm: typeof Native.sealGcm = (key, nonce, plaintext, aad) =>
  viewOf(gcm(key, nonce, aad).encrypt(bytesOf(plaintext)))
