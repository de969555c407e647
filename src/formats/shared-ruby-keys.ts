import { keysOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { OptionError } from '../errors.js'

/**
 * The keys of secrets as Ruby has them: text is UTF-8.
 *
 * @param option what the secrets are called
 * @throws {OptionError} when a secret is empty, neither text nor bytes, or text that is not Unicode; when one comes
 * twice
 */
export function rubyKeysOf(secrets: Secrets, option: string): readonly Uint8Array[] {
  const list = Array.isArray(secrets) ? (secrets as readonly Secret[]) : [secrets as Secret]
  return keysOf(
    list.map((secret) => (typeof secret === 'string' ? utf8Of(secret, option) : secret)),
  )
}

function utf8Of(secret: string, option: string): Uint8Array {
  if (secret.isWellFormed()) return Buffer.from(secret)
  throw new OptionError(option, 'holds half a surrogate pair')
}
