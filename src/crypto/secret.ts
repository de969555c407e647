import { OptionError } from '../errors.js'
import { isBytes } from '../lib/kinds.js'
import { isLatin1 } from '../lib/latin1.js'

/** A secret as applications give it: text or bytes. */
export type Secret = string | Uint8Array

/** One secret, or several: the first signs, all verify. For replacing a secret without signing users out. */
export type Secrets = Secret | readonly Secret[]

/**
 * The keys of `secrets` as Pyramid 1.5 to 1.10 make them for its first format: bytes as they are; text
 * as latin-1 where every character fits, otherwise the whole text as UTF-8. Pyramid 1.3 and 1.4 agree
 * wherever they accept the secret at all.
 *
 * @returns at least one key; the first is the one to sign with
 * @throws {OptionError} when a secret is empty, neither text nor bytes, or text that is not Unicode; when
 * one comes twice
 */
export function keysOf(secrets: Secrets): readonly Uint8Array[] {
  return distinct(listOf(secrets).map(keyOf))
}

/**
 * The keys of `secrets`, with text as UTF-8.
 *
 * @returns at least one
 * @throws {OptionError} as {@link keysOf}
 */
export function utf8KeysOf(secrets: Secrets): readonly Uint8Array[] {
  return distinct(listOf(secrets).map((secret) => encode(secret, false)))
}

/** The key of one secret. */
export function keyOf(secret: Secret): Uint8Array {
  return encode(secret, fitsLatin1(secret))
}

/**
 * The keys of `secrets` behind `salt` as WebOb ≥1.4 makes them: salt bytes ‖ secret bytes. Text is
 * latin-1, unless the salt or the secret does not fit: then the text of both is UTF-8.
 *
 * @param salt text or bytes, may be empty; `null` is the empty one
 */
export function saltedKeysOf(secrets: Secrets, salt: Secret | null): readonly Uint8Array[] {
  if (salt !== null && typeof salt !== 'string' && !isBytes(salt)) {
    throw new OptionError('salt', 'must be text, bytes or null')
  }
  const prefix = salt ?? ''
  const keys = listOf(secrets).map((secret) => {
    const latin1 = fitsLatin1(prefix) && fitsLatin1(secret)
    return Buffer.concat([encode(prefix, latin1, 'salt'), encode(secret, latin1)])
  })
  return distinct(keys)
}

/**
 * A secret that comes twice in a list is one that somebody believes replaced. Zeros at its end do not make
 * it another: HMAC puts them there (RFC 2104, 2).
 *
 * @throws {OptionError} where one does
 */
export function distinct(keys: readonly Uint8Array[], option = 'secret'): readonly Uint8Array[] {
  const hexes = keys.map((key) =>
    Buffer.from(key)
      .toString('hex')
      .replace(/(?:00)+$/, ''),
  )
  if (new Set(hexes).size < keys.length) throw new OptionError(option, 'holds one secret twice')
  return keys
}

/** @throws {OptionError} when one of them is empty, or neither text nor bytes */
export function listOf(secrets: Secrets): readonly Secret[] {
  const list = Array.isArray(secrets) ? (secrets as readonly Secret[]) : [secrets as Secret]
  if (list.length === 0) throw new OptionError('secret', 'must not be an empty list')
  for (const secret of list) {
    if (typeof secret !== 'string' && !isBytes(secret)) {
      throw new OptionError('secret', 'must be text or bytes, or a list of them')
    }
    if (secret.length === 0) throw new OptionError('secret', 'must not be empty')
  }
  return list
}

const fitsLatin1 = (part: Secret): boolean => typeof part !== 'string' || isLatin1(part)

function encode(part: Secret, latin1: boolean, option = 'secret'): Uint8Array {
  // A copy: the caller may wipe or reuse its array.
  if (typeof part !== 'string') return Uint8Array.from(part)
  if (latin1) return Buffer.from(part, 'latin1')
  if (!part.isWellFormed()) throw new OptionError(option, 'holds half a surrogate pair')
  return Buffer.from(part, 'utf8')
}
