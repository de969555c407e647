/** Keys for sealing and signing, derived from the master keys that applications have. */
import { OptionError } from '../errors.js'
import { decodeUrlsafeBase64Strictly } from '../lib/base64.js'
import { isBytes } from '../lib/kinds.js'
import type { Aead } from './aes-gcm.js'
import { hkdf } from './hkdf.js'
import type { Key, Keys } from './keys.js'
import { IS_KNOWN, isKnownSecret } from './known-secrets.js'
import { lengthPrefixed } from './length-prefixed.js'
import { hmac } from './mac.js'
import type { Mac } from './mac.js'
import { weaknessOfKey } from './weak-key.js'
import { xaes } from './xaes.js'

/** A key that was derived for one purpose, and the number it is known by. */
export interface KeyringEntry<K> {
  /** 32 bits, unsigned. It tells nothing of the key. */
  readonly id: number
  readonly key: K
}

/** The derived keys of one purpose. */
export interface Keyring<K> {
  /** The key to seal or sign with. */
  readonly first: KeyringEntry<K>
  /** The key of that id; no other is tried. */
  find(id: number): K | undefined
}

/** @throws {OptionError} for keys that are none, or weak; for one that comes twice */
export function sealingKeys(keys: Keys): Keyring<Aead> {
  return keyring(keys, 'seal', xaes)
}

/** As {@link sealingKeys}: HMAC with SHA-256. The keys of the two have nothing in common. */
export function signingKeys(keys: Keys): Keyring<Mac> {
  return keyring(keys, 'sign', (key) => hmac('sha256', key))
}

/** Keys for names that nobody can guess without them, one for each of the list. */
export function namingKeys(keys: Keys): readonly Mac[] {
  return masterKeysOf(keys).map((master) => hmac('sha256', derive(master, 'name', 'key', KEY_SIZE)))
}

const ID_SIZE = 4 // bytes
const KEY_SIZE = 32 // bytes

function keyring<K>(keys: Keys, purpose: string, make: (key: Uint8Array) => K): Keyring<K> {
  const entries = masterKeysOf(keys).map((master): KeyringEntry<K> => {
    const id = derive(master, purpose, 'key id', ID_SIZE).readUInt32BE()
    return { id, key: make(derive(master, purpose, 'key', KEY_SIZE)) }
  })
  const byId = new Map(entries.map(({ id, key }) => [id, key]))
  if (byId.size < entries.length) {
    throw new OptionError('keys', 'has two keys with the same id: make another in place of one')
  }
  return { first: entries[0]!, find: (id) => byId.get(id) }
}

/** Of the format that the keys are for: another one has other keys. */
const VERSION = Uint8Array.of(1)

function derive(master: Uint8Array, purpose: string, use: string, size: number): Buffer {
  return hkdf(master, lengthPrefixed('cartouche', VERSION, purpose, use), size)
}

/** @returns at least one */
function masterKeysOf(keys: Keys): readonly Uint8Array[] {
  const list = Array.isArray(keys) ? (keys as readonly Key[]) : [keys as Key]
  if (list.length === 0) throw new OptionError('keys', 'must not be an empty list')
  const masters = Array.from(list, masterKeyOf)
  const texts = masters.map((master) => Buffer.from(master).toString('hex'))
  if (new Set(texts).size < masters.length) throw new OptionError('keys', 'holds one key twice')
  return masters
}

/** @param index where in the list it is: the error tells that, and not the key */
function masterKeyOf(key: Key, index: number): Uint8Array {
  const master = bytesOf(key)
  const problem = problemOf(key, master)
  if (master !== undefined && problem === undefined) return master
  const remedy = `node -p "crypto.randomBytes(${KEY_SIZE}).toString('base64url')"`
  throw new OptionError(
    'keys',
    `must be random: number ${index + 1} ${problem}. Make one with ${remedy}`,
  )
}

function problemOf(key: unknown, master: Uint8Array | undefined): string | undefined {
  if (typeof key === 'string' && isKnownSecret(key)) return IS_KNOWN
  if (master !== undefined) return weaknessOfKey(master)
  if (key === undefined) return 'is undefined, as a variable is that was not set'
  return typeof key === 'string'
    ? 'is text that is neither base64url nor hexadecimal, or has space around it'
    : 'is neither text nor bytes'
}

/** Random base64url of 43 characters does not look like this: once in 10^20. */
const HEX = /^[\da-f]+$/i

function bytesOf(key: unknown): Uint8Array | undefined {
  if (isBytes(key)) return key
  if (typeof key !== 'string') return undefined
  if (!HEX.test(key)) return decodeUrlsafeBase64Strictly(withoutPadding(key))
  return key.length % 2 === 0 ? Buffer.from(key, 'hex') : undefined
}

function withoutPadding(text: string): string {
  return text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text
}
