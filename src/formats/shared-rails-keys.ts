/**
 * How Rails protects the text of a cookie, by keys that it derives from `secret_key_base`:
 *
 *     encrypted  = base64(ciphertext) "--" base64(iv) "--" base64(tag)       AES-256-GCM, since 5.2
 *     or, before = signed text of: base64(ciphertext) "--" base64(iv)        AES-256-CBC
 *     signed     = base64(text) "--" mac        the latter hex digits: HMAC of the base64
 *
 * Source: `ActiveSupport::MessageEncryptor`, `MessageVerifier` and `KeyGenerator`, Rails 5.2 to 8.1.
 */
import { CBC_IV_SIZE, decryptCbc, encryptCbc } from '../crypto/aes-cbc.js'
import { openGcm, sealGcm } from '../crypto/aes-gcm.js'
import { hmac } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { pbkdf2 } from '../crypto/pbkdf2.js'
import { randomBytes } from '../crypto/random.js'
import { badSignature, badText, padded, strictBase64 } from './shared-ruby-text.js'

/** Hash functions by Rails' names for them. */
export type RailsDigest = 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512'

/** What keys are derived of, and by what they are known. */
export interface RailsKeyOptions {
  /** `config.active_support.key_generator_hash_digest_class`. */
  keyGeneratorHashDigestClass: RailsDigest
  /** `config.action_dispatch.authenticated_encrypted_cookie_salt`. */
  authenticatedEncryptedCookieSalt: string
  /** `config.action_dispatch.encrypted_cookie_salt`: of the cookies in AES-256-CBC. */
  encryptedCookieSalt: string
  /** `config.action_dispatch.encrypted_signed_cookie_salt`: of their MAC. */
  encryptedSignedCookieSalt: string
  /** `config.action_dispatch.signed_cookie_salt`. */
  signedCookieSalt: string
  /** `config.action_dispatch.signed_cookie_digest`. */
  signedCookieDigest: RailsDigest
}

/** Text ↔ the bytes in it, by one key. */
export interface Lock {
  readonly lock: (bytes: Uint8Array) => string
  /** @returns `undefined` for what was locked by another key, or in another way */
  readonly unlock: (text: string) => Buffer | undefined
}

const SEPARATOR = '--'
/** One more than any text has: it is told by that, and a text of nothing else is not taken apart for each secret. */
const MOST_PARTS = 4
const NOTHING = new Uint8Array()
const IV_SIZE = 12 // bytes, and of the tag:
const TAG_SIZE = 16
const KEY_SIZE = 32
/** Of `Rails.application.key_generator`. */
const ITERATIONS = 1000
/** Bytes of a key for a MAC, if nobody says otherwise. */
const MAC_KEY_SIZE = 64

/** Derives keys of one secret, each when it is needed first. */
function derivation(
  secret: Uint8Array,
  digest: RailsDigest,
): (salt: string, size: number) => Buffer {
  return (salt, size) => pbkdf2(digest.toLowerCase(), secret, salt, ITERATIONS, size)
}

/** AES-256-GCM. */
export function gcmLock(secret: Uint8Array, options: RailsKeyOptions): Lock {
  const derive = derivation(secret, options.keyGeneratorHashDigestClass)
  const key = derive(options.authenticatedEncryptedCookieSalt, KEY_SIZE)
  return {
    lock: (bytes) => {
      const iv = randomBytes(IV_SIZE)
      const sealed = sealGcm(key, iv, bytes, NOTHING)
      const end = sealed.length - TAG_SIZE
      const parts = [sealed.subarray(0, end), iv, sealed.subarray(end)]
      return parts.map((part) => padded(part)).join(SEPARATOR)
    },
    unlock: (text) => {
      const parts = text.split(SEPARATOR, MOST_PARTS)
      if (parts.length !== 3) return undefined
      const [ciphertext, iv, tag] = parts.map((part) => strictBase64(part)) as [
        Buffer,
        Buffer,
        Buffer,
      ]
      if (iv.length !== IV_SIZE || tag.length !== TAG_SIZE) throw badText()
      return openGcm(key, iv, Buffer.concat([ciphertext, tag]), NOTHING)
    },
  }
}

/** AES-256-CBC, signed, as before Rails 5.2. */
export function cbcLock(secret: Uint8Array, options: RailsKeyOptions): Lock {
  const derive = derivation(secret, options.keyGeneratorHashDigestClass)
  const signed = macLock(hmac('sha1', derive(options.encryptedSignedCookieSalt, MAC_KEY_SIZE)))
  const key = derive(options.encryptedCookieSalt, KEY_SIZE)
  return {
    lock: (bytes) => {
      const iv = randomBytes(CBC_IV_SIZE)
      const parts = [encryptCbc(key, iv, bytes), iv]
      return signed.lock(Buffer.from(parts.map((part) => padded(part)).join(SEPARATOR)))
    },
    unlock: (text) => {
      const inner = signed.unlock(text)?.toString('latin1').split(SEPARATOR)
      if (inner === undefined) return undefined
      const [ciphertext, iv] = inner.map((part) => strictBase64(part))
      const isOne = inner.length === 2 && iv?.length === CBC_IV_SIZE
      return isOne ? decryptCbc(key, iv, ciphertext!) : undefined
    },
  }
}

/** Signed, and to be read by everybody. */
export function signedLock(secret: Uint8Array, options: RailsKeyOptions): Lock {
  const derive = derivation(secret, options.keyGeneratorHashDigestClass)
  const key = derive(options.signedCookieSalt, MAC_KEY_SIZE)
  return macLock(hmac(options.signedCookieDigest.toLowerCase(), key))
}

function macLock(mac: Mac): Lock {
  return {
    lock: (bytes) => {
      const data = padded(bytes)
      return data + SEPARATOR + mac.sign(Buffer.from(data), 'hex')
    },
    unlock: (text) => {
      const [data = '', digest = '', ...others] = text.split(SEPARATOR, MOST_PARTS)
      if (others.length > 0 || data === '' || digest === '') return undefined
      return mac.verify(Buffer.from(data), digest, 'hex') ? strictBase64(data) : undefined
    },
  }
}

/**
 * The bytes in a text, by whichever key locked it.
 *
 * @throws {DeserializeError} for a text of none
 */
export function unlockAny(locks: readonly Lock[], text: string): Buffer {
  for (const { unlock } of locks) {
    const bytes = unlock(text)
    if (bytes !== undefined) return bytes
  }
  throw text.includes(SEPARATOR) ? badSignature() : badText()
}
