/**
 * Sessions in tokens that an application makes itself, by the package jose or another: signed by HS256, HS384 or HS512,
 * or encrypted by A256GCM or A256CBC-HS512 with `dir`. Their grammar stands in shared-jose.ts, what their claims are in
 * shared-claims.ts.
 *
 * Source: RFC 7515 to 7519.
 */
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { signatureSize } from '../crypto/mac.js'
import { OptionError } from '../errors.js'
import { decodeUrlsafeBase64Strictly } from '../lib/base64.js'
import { isIntegerBetween, isOneOf, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpec, OptionSpecs } from '../lib/options.js'
import { claimsFormat, isMaxAge } from './shared-claims.js'
import type { SessionFormat } from './shared-format.js'
import {
  encryptedTokens,
  encryptionKeySize,
  isSignature,
  signatureHash,
  signedTokens,
} from './shared-jose.js'
import type { EncryptionAlgorithm, SignatureAlgorithm, Tokens } from './shared-jose.js'

/** The names of JWA: those that sign, and those that encrypt. */
export type JwtAlgorithm = SignatureAlgorithm | EncryptionAlgorithm

/** Options of {@link jwtFormat}, all of them. */
export interface JwtOptions {
  /** How tokens are protected; no other is taken, whatever a token says. Required. */
  algorithm: JwtAlgorithm
  /** Seconds that a token is good for. Default 3600, one hour. */
  maxAge: number
  /** Seconds that clocks may differ by. Default 0, as jose has it. */
  clockTolerance: number
}

/** Options of {@link jwtFormat}; what is left out has its default. */
export type JwtFormatOptions = Pick<JwtOptions, 'algorithm'> & Given<JwtOptions>

const ALGORITHMS = ['HS256', 'HS384', 'HS512', 'A256GCM', 'A256CBC-HS512'] as const
const MOST_TOLERANCE = 3600

export const JWT_MAX_AGE = 3600

export const jwtSpecs: OptionSpecs<JwtOptions> = {
  algorithm: {
    fallback: undefined,
    check: isOneOf(ALGORITHMS),
  } as unknown as OptionSpec<JwtAlgorithm>,
  maxAge: { fallback: JWT_MAX_AGE, check: isMaxAge },
  clockTolerance: { fallback: 0, check: isIntegerBetween(0, MOST_TOLERANCE) },
}

/**
 * The format of tokens with the claims of a session, as the application's other part makes them. A `jti` is data like
 * any other claim.
 *
 * @param secret to sign, text, which is UTF-8, or bytes; to encrypt, a key of 32 bytes (A256GCM) or 64 (A256CBC-HS512),
 * or these in base64url without padding. Of a list, the first writes and all read
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey } from 'cartouche'
 * import { jwtFormat } from 'cartouche/jwt'
 *
 * const format = jwtFormat(process.env['JWT_SECRET'] ?? generateKey(), { algorithm: 'HS256' })
 * const factory = cookieSessionFactory(format, { absoluteTimeout: null })
 * factory.open().session.new // → true
 */
export function jwtFormat(secret: Secrets, options: JwtFormatOptions): SessionFormat {
  return jwtFormatOf(secret, resolveOptions(jwtSpecs, options))
}

/** {@link jwtFormat} by resolved options. */
export function jwtFormatOf(
  secret: Secrets,
  { algorithm, maxAge, clockTolerance: tolerance }: JwtOptions,
): SessionFormat {
  // Without a default: what is chosen unseen is not chosen.
  if (algorithm === undefined) {
    throw new OptionError('algorithm', `must be one of ${ALGORITHMS.join(', ')}`)
  }
  const tokens = jwtTokens(secret, algorithm)
  return claimsFormat({ name: 'jwt', tokensOf: () => tokens, maxAge, tolerance, hasId: false })
}

/** The tokens of an algorithm: their claims are as they stand there. */
export function jwtTokens(secret: Secrets, algorithm: JwtAlgorithm): Tokens {
  const secrets = utf8KeysOf(secret)
  if (!isSignature(algorithm)) {
    const keys = secrets.map((key) => sizedKey(key, encryptionKeySize(algorithm)))
    return encryptedTokens(keys, algorithm)
  }
  warnOfWeakSecrets(secret, signatureSize(signatureHash(algorithm)))
  return signedTokens(secrets, algorithm, 'JWT')
}

function sizedKey(given: Uint8Array, size: number): Uint8Array {
  if (given.length === size) return given
  const key = decodeUrlsafeBase64Strictly(Buffer.from(given).toString('latin1'))
  if (key?.length === size) return key
  throw new OptionError('secret', `must be ${size} bytes, or these in base64url`)
}
