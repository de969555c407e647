/**
 * Keys that a person or a mistake made: what hardly comes out of a generator of random bytes. A random key
 * is refused with a probability below 1e-9: one of 32 bytes with 4.7e-10 at most as words, 3e-11 as text,
 * 4.2e-11 for few values or steps, and 2e-18 for what repeats; a longer one with no more.
 */
import { isUtf8 } from 'node:buffer'
import { encodeUrlsafeBase64 } from '../lib/base64.js'
import { IS_KNOWN, isKnownSecret } from './known-secrets.js'
import { isWordLike } from './word-like.js'

/** Bytes that a key has at least. */
export const SMALLEST_KEY = 32

/** Keys of specifications, in hexadecimal: of AES in NIST SP 800-38A, and of Fernet. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
  '730ff4c7af3d46923e8ed451ee813c87f790b0a226bc96a92de49b5e9c05e1ee',
])

/** @returns what is wrong with the key, in words that do not tell it; `undefined` when nothing is */
export function weaknessOfKey(key: Uint8Array): string | undefined {
  const bytes = Buffer.from(key)
  if (isKnownSecret(bytes.toString('latin1')) || KNOWN_KEYS.has(bytes.toString('hex'))) {
    return IS_KNOWN
  }
  if (bytes.length < SMALLEST_KEY) return `has fewer than ${SMALLEST_KEY} bytes`
  const sextets = sextetsOf(bytes)
  if (isPattern(bytes, BYTES) || isPattern(sextets, SEXTETS)) return 'is a pattern, and not random'
  if (isText(bytes)) return 'is text, and not random bytes as base64url or hexadecimal'
  // The last character may hold bits that are not of the key.
  const text = encodeUrlsafeBase64(bytes).slice(0, sextets.length)
  return isWordLike(text) ? 'is made of words, and not random' : undefined
}

/** What the characters of base64 stand for, of those that hold bits of the key only. */
function sextetsOf(bytes: Uint8Array): number[] {
  return Array.from({ length: Math.floor((bytes.length * 8) / 6) }, (_, index) => {
    const [at, bit] = [(index * 6) >> 3, (index * 6) & 7]
    return (((bytes[at]! << 8) | (bytes[at + 1] ?? 0)) >> (10 - bit)) & 63
  })
}

/** What the parts of random keys have more of: different values, and different steps from one to the next. */
interface Parts {
  readonly size: number
  readonly values: number
  readonly steps: number
  /** So many parts may be those that came some parts before: 64 bits or more. */
  readonly same: number
}

/** 32 random bytes have 18 values with 4.6e-12, 17 steps with 1.3e-12. */
export const BYTES: Parts = { size: 256, values: 18, steps: 17, same: 8 }
/** 42 random characters have 16 values with 7.7e-12, 16 steps with 2.8e-11. */
export const SEXTETS: Parts = { size: 64, values: 16, steps: 16, same: 11 }

function isPattern(parts: ArrayLike<number>, { size, values, steps, same }: Parts): boolean {
  const list = Array.from(parts)
  const differences = list.slice(1).map((part, at) => (part - list[at]! + size) % size)
  if (new Set(list).size <= values || new Set(differences).size <= steps) return true
  return repeats(list, same)
}

/** Whether what is left behind the first parts, `same` or more, is what the list begins with. */
function repeats(list: readonly number[], same: number): boolean {
  for (let period = 1; period <= list.length - same; period++) {
    let at = period
    while (at < list.length && list[at] === list[at - period]) at++
    if (at === list.length) return true
  }
  return false
}

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/

/** Whether it is UTF-8 without control characters: 32 random bytes are with 3e-11. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !CONTROL.test(bytes.toString())
}
