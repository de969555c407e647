/**
 * Sealed sessions: encrypted and authenticated. Nobody without the key can read, change or make one. How that is done
 * is in shared-seal.ts, what is sealed in shared-token.ts.
 */
import type { Keys } from '../crypto/keys.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFormat } from './shared-format.js'
import { VERSION, seal } from './shared-seal.js'
import { tokenFormat } from './shared-token.js'

/** Options of {@link sealedFormat}, all of them. */
export interface SealedOptions {
  /**
   * Whether sessions are compressed where that makes them shorter. The length of a cookie then tells something of
   * what is in it: do not where a session holds a secret beside text that others can choose. Default `false`.
   */
  compress: boolean
}

/** Options of {@link sealedFormat}; what is left out has its default. */
export type SealedFormatOptions = Given<SealedOptions>

export const sealedSpecs: OptionSpecs<SealedOptions> = {
  compress: { fallback: false, check: isBoolean },
}

/**
 * The format of `sealedCookieSessionFactory`: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param keys of 32 random bytes or more, as `generateKey()` makes them; of a list, the first seals and all open
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey, sealedFormat } from 'cartouche'
 *
 * const factory = cookieSessionFactory(sealedFormat(generateKey()), { idleTimeout: 3600 })
 * factory.open().session.new // → true
 */
export function sealedFormat(keys: Keys, options: SealedFormatOptions = {}): SessionFormat {
  const { compress } = resolveOptions(sealedSpecs, options)
  return tokenFormat({ name: 'sealed', version: VERSION, ...seal(keys, compress) })
}
