import { OptionError } from '../errors.js'

/** A secret as applications give it: text or bytes. */
export type Secret = string | Uint8Array

const LATIN1 = /^[\u0000-\u00ff]*$/ // eslint-disable-line no-control-regex

/**
 * The key bytes of a secret, as Pyramid 1.5 to 1.10 make them: bytes as they are; text as latin-1
 * where every character fits, otherwise the whole text as UTF-8. Pyramid 1.3 and 1.4 agree wherever
 * they accept the secret at all.
 *
 * @throws {OptionError} when the secret is empty, neither text nor bytes, or text that is not Unicode
 */
export function secretToKey(secret: Secret): Uint8Array {
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) {
    throw new OptionError('secret', 'must be text or bytes')
  }
  if (secret.length === 0) throw new OptionError('secret', 'must not be empty')
  // A copy: the caller may wipe or reuse its array.
  if (typeof secret !== 'string') return Uint8Array.from(secret)
  if (LATIN1.test(secret)) return Buffer.from(secret, 'latin1')
  if (!secret.isWellFormed()) throw new OptionError('secret', 'holds half a surrogate pair')
  return Buffer.from(secret, 'utf8')
}
