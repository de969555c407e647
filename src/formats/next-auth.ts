/**
 * Session tokens of next-auth 4: JWE with `dir` and A256GCM. The key is HKDF-SHA-256 of the secret, without a salt, for
 * "NextAuth.js Generated Encryption Key". What the claims are, shared-claims.ts tells; what is longer than 3,933
 * characters is in several cookies.
 *
 * Source: the package next-auth 4.24: `jwt/index.js`, `core/lib/cookie.js`.
 */
import { hkdf } from '../crypto/hkdf.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { claimsFormat, isMaxAge } from './shared-claims.js'
import type { SessionFormat } from './shared-format.js'
import { encryptedTokens, encryptionKeySize } from './shared-jose.js'
import type { Tokens } from './shared-jose.js'

/** Options of {@link nextAuthFormat}, all of them. */
export interface NextAuthOptions {
  /** Seconds that a token is good for: `session.maxAge` of next-auth. Default 2592000, 30 days. */
  maxAge: number
}

/** Options of {@link nextAuthFormat}; what is left out has its default. */
export type NextAuthFormatOptions = Given<NextAuthOptions>

export const NEXT_AUTH_MAX_AGE = 30 * 86_400

const specs: OptionSpecs<NextAuthOptions> = {
  maxAge: { fallback: NEXT_AUTH_MAX_AGE, check: isMaxAge },
}

/**
 * The format of next-auth 4, to read its session tokens beside another: see `acceptFormats`. The name of the cookie is
 * not bound.
 *
 * @param secret that of next-auth (`NEXTAUTH_SECRET`): of a list, the first encrypts and all decrypt
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { generateKey } from 'cartouche'
 * import { authJsSessionFactory, nextAuthFormat } from 'cartouche/jwt'
 *
 * // From next-auth 4 to Auth.js 5, and nobody has to sign in again.
 * const secret = process.env['AUTH_SECRET'] ?? generateKey()
 * const cookieName = '__Secure-next-auth.session-token'
 * const factory = authJsSessionFactory(secret, {
 *   acceptFormats: [{ format: nextAuthFormat(secret), cookieName, until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function nextAuthFormat(
  secret: Secrets,
  options: NextAuthFormatOptions = {},
): SessionFormat {
  return nextAuthFormatOf(secret, resolveOptions(specs, options))
}

const ALGORITHM = 'A256GCM'
const INFO = Buffer.from('NextAuth.js Generated Encryption Key')
const HKDF_SIZE = 32 // bytes of its hash function
const CHUNK_SIZE = 3933

/** {@link nextAuthFormat} by resolved options. */
export function nextAuthFormatOf(secret: Secrets, { maxAge }: NextAuthOptions): SessionFormat {
  const tokens = nextAuthTokens(secret)
  const claims = { maxAge, tolerance: 15, hasId: true, chunkSize: CHUNK_SIZE }
  return claimsFormat({ name: 'next-auth', tokensOf: () => tokens, ...claims })
}

/** The tokens: their claims are as they stand there. */
export function nextAuthTokens(secret: Secrets): Tokens {
  const keys = utf8KeysOf(secret).map((one) => hkdf(one, INFO, encryptionKeySize(ALGORITHM)))
  warnOfWeakSecrets(secret, HKDF_SIZE)
  return encryptedTokens(keys, ALGORITHM)
}
