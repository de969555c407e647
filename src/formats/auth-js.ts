/**
 * Session tokens of Auth.js 5 (`@auth/core`): JWE with `dir` and A256CBC-HS512, of which the header tells the key's
 * thumbprint (`kid`, SHA-512). The key is HKDF-SHA-256 of the secret:
 *
 *     salt = name of the cookie
 *     info = "Auth.js Generated Encryption Key (" salt ")"
 *
 * so that a token is good under its cookie's name only. What the claims are, shared-claims.ts tells; what is longer than
 * 3,936 characters is in several cookies.
 *
 * Source: the package @auth/core 0.41: `jwt.js`, `lib/utils/cookie.js`.
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

/** Options of {@link authJsFormat}, all of them. */
export interface AuthJsOptions {
  /** Seconds that a token is good for: `session.maxAge` of Auth.js. Default 2592000, 30 days. */
  maxAge: number
}

/** Options of {@link authJsFormat}; what is left out has its default. */
export type AuthJsFormatOptions = Given<AuthJsOptions>

export const AUTH_JS_MAX_AGE = 30 * 86_400

const specs: OptionSpecs<AuthJsOptions> = {
  maxAge: { fallback: AUTH_JS_MAX_AGE, check: isMaxAge },
}

/**
 * The format of Auth.js 5, to read its session tokens beside another: see `acceptFormats`. The cookie's name is in the
 * key, so that it must be the right one.
 *
 * @param secret that of Auth.js (`AUTH_SECRET`): of a list, the first encrypts and all decrypt
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { authJsFormat } from 'cartouche/jwt'
 *
 * const old = authJsFormat(process.env['AUTH_SECRET'] ?? generateKey())
 * const factory = sealedCookieSessionFactory(process.env['SESSION_KEY'] ?? generateKey(), {
 *   acceptFormats: [
 *     { format: old, cookieName: '__Secure-authjs.session-token', until: '2030-01-01' },
 *   ],
 * })
 * factory.open().session.new // → true
 */
export function authJsFormat(secret: Secrets, options: AuthJsFormatOptions = {}): SessionFormat {
  return authJsFormatOf(secret, resolveOptions(specs, options))
}

const ALGORITHM = 'A256CBC-HS512'
const HKDF_SIZE = 32 // bytes of its hash function
const CHUNK_SIZE = 3936

/** {@link authJsFormat} by resolved options. */
export function authJsFormatOf(secret: Secrets, { maxAge }: AuthJsOptions): SessionFormat {
  const tokensOf = authJsTokens(secret)
  const claims = { maxAge, tolerance: 15, hasId: true, chunkSize: CHUNK_SIZE }
  return claimsFormat({ name: 'auth-js', tokensOf, ...claims })
}

/** The tokens of the cookie of a name: their claims are as they stand there. */
export function authJsTokens(secret: Secrets): (cookieName: string) => Tokens {
  const secrets = utf8KeysOf(secret)
  warnOfWeakSecrets(secret, HKDF_SIZE)
  const byName = new Map<string, Tokens>()
  return (cookieName) => {
    const known = byName.get(cookieName)
    if (known !== undefined) return known
    const keys = secrets.map((one) => keyOf(one, cookieName))
    const tokens = encryptedTokens(keys, ALGORITHM, 'sha512')
    byName.set(cookieName, tokens)
    return tokens
  }
}

function keyOf(secret: Uint8Array, salt: string): Buffer {
  const info = Buffer.from(`Auth.js Generated Encryption Key (${salt})`)
  return hkdf(secret, info, encryptionKeySize(ALGORITHM), Buffer.from(salt))
}
