/** Sessions of @fastify/secure-session. */
import type { Secrets } from '../crypto/secret.js'
import { secureSessionFormatOf, secureSessionSpecs } from '../formats/secure-session.js'
import type { SecureSessionFormatSettings } from '../formats/secure-session.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { secureSessionFormat, secureSessionKey } from '../formats/secure-session.js'
export type { SecureSessionFormatOptions } from '../formats/secure-session.js'

/** Options of {@link secureSessionFactory}; what is left out has its default. */
export type SecureSessionOptions<Data extends object = DefaultData> = Given<
  LanguageOptions<Data> & SecureSessionFormatSettings
>

/**
 * A session factory that shares its sessions with a Fastify application that uses @fastify/secure-session. They are
 * encrypted, and end `expiry` seconds after the last time that something was written to them. There is no idle timeout
 * unless one is given: then reading writes too. Needs the package `@noble/ciphers`.
 *
 * Source: the package @fastify/secure-session 8.4.
 *
 * @param key the application's `key`: 32 bytes, or text in base64; of a list, the first seals and all open. Where it
 * has a `secret`: what `secureSessionKey(secret, salt)` gives
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { generateKey } from 'cartouche'
 * import { secureSessionFactory } from 'cartouche/secure-session'
 *
 * const key = process.env['SESSION_KEY'] ?? generateKey()
 * const { session, commit } = secureSessionFactory(key, { cookieName: 'session' }).open()
 * session.set('user', 'ada')
 * commit().length // → 1
 */
export function secureSessionFactory<Data extends object = DefaultData>(
  key: Secrets,
  options: SecureSessionOptions<Data> = {},
): SessionFactory<Data> {
  const specs = {
    ...languageSpecs<Data>({ idleTimeout: null, secure: 'auto' }),
    ...secureSessionSpecs,
  }
  const { expiry, ...rest } = resolveOptions(specs, options)
  const isTimed = rest.idleTimeout !== null || rest.reissueTime !== undefined
  const reissueTime = isTimed ? rest.reissueTime : null
  return languageFactory<Data>(secureSessionFormatOf(key, { expiry }), { ...rest, reissueTime })
}
