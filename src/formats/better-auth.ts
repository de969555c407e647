/**
 * What better-auth keeps of a session in the browser (`session.cookieCache`), beside the cookie with its id: an object
 * with `session`, `user`, `updatedAt` and `version`, by one of three strategies.
 *
 *     compact = base64url of: {"session":data,"expiresAt":milliseconds,"signature":mac}
 *               mac = HMAC-SHA-256, in base64url, of the data with "expiresAt" behind its members
 *     jwt     = a token signed by HS256
 *     jwe     = a token encrypted by A256CBC-HS512, whose header tells the key's thumbprint (`kid`, SHA-256)
 *               key = HKDF-SHA-256 of the secret, salt "better-auth-session",
 *                     info "BetterAuth.js Generated Encryption Key"
 *
 * The MAC of a compact one is compared before anything is parsed: what is signed are the characters of the data as
 * `JSON.stringify` wrote them, and these stand in the text. The secret signs other tokens too, such as those in mails:
 * only what looks like a session is one.
 *
 * Source: the package better-auth 1.7: `cookies/index.mjs`, `crypto/jwt.mjs`.
 */
import { hkdf } from '../crypto/hkdf.js'
import { equalInConstantTime, hmac } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError } from '../errors.js'
import { decodeUrlsafeBase64Strictly } from '../lib/base64.js'
import { isPlainObject } from '../lib/kinds.js'
import { isOneOf, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { decodePlain, encodePlain } from '../serializers/plain-json.js'
import { newRecord } from '../session/record.js'
import { chunked } from './shared-chunks.js'
import { claimsFormat, isMaxAge, joined, noSession, refuseKey } from './shared-claims.js'
import type { SessionFormat } from './shared-format.js'
import { encryptedTokens, encryptionKeySize, signedTokens } from './shared-jose.js'
import type { Tokens } from './shared-jose.js'

/** Options of {@link betterAuthFormat}, all of them: those of `session.cookieCache`. */
export interface BetterAuthOptions {
  /** How it is written. Default `'compact'`: signed only. */
  strategy: 'compact' | 'jwt' | 'jwe'
  /** Seconds that it is good for. Default 300, five minutes. */
  maxAge: number
}

/** Options of {@link betterAuthFormat}; what is left out has its default. */
export type BetterAuthFormatOptions = Given<BetterAuthOptions>

export const BETTER_AUTH_MAX_AGE = 300

export const betterAuthSpecs: OptionSpecs<BetterAuthOptions> = {
  strategy: { fallback: 'compact', check: isOneOf(['compact', 'jwt', 'jwe']) },
  maxAge: { fallback: BETTER_AUTH_MAX_AGE, check: isMaxAge },
}

/**
 * The format of better-auth's cookie `session_data`.
 *
 * @param secret that of better-auth (`BETTER_AUTH_SECRET`): of a list, the first writes and all read
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey } from 'cartouche'
 * import { betterAuthFormat } from 'cartouche/jwt'
 *
 * const secret = process.env['BETTER_AUTH_SECRET'] ?? generateKey()
 * const factory = cookieSessionFactory(betterAuthFormat(secret, { strategy: 'jwe' }), {
 *   cookieName: '__Secure-better-auth.session_data',
 *   idleTimeout: null,
 *   absoluteTimeout: null,
 * })
 * factory.open().session.new // → true
 */
export function betterAuthFormat(
  secret: Secrets,
  options: BetterAuthFormatOptions = {},
): SessionFormat {
  return betterAuthFormatOf(secret, resolveOptions(betterAuthSpecs, options))
}

const NAME = 'better-auth'
const ENCRYPTION = 'A256CBC-HS512'
const SALT = Buffer.from('better-auth-session')
const INFO = Buffer.from('BetterAuth.js Generated Encryption Key')
const HASH_SIZE = 32 // bytes
/** Less than better-auth's, whose pieces are as long as the attributes let them: what it has set is all taken away. */
const CHUNK_SIZE = 3800

/** {@link betterAuthFormat} by resolved options. */
export function betterAuthFormatOf(
  secret: Secrets,
  { strategy, maxAge }: BetterAuthOptions,
): SessionFormat {
  const secrets = utf8KeysOf(secret)
  warnOfWeakSecrets(secret, HASH_SIZE)
  if (strategy === 'compact') return compactFormat(secrets, maxAge)
  const common = { name: NAME, maxAge, chunkSize: CHUNK_SIZE, keepsEnd: true, endOf, wrongKey }
  if (strategy === 'jwt') {
    const tokens = signedTokens(secrets, 'HS256')
    return claimsFormat({ ...common, tokensOf: () => tokens, tolerance: 0, hasId: false })
  }
  const tokens = betterAuthEncrypted(secrets)
  return claimsFormat({ ...common, tokensOf: () => tokens, tolerance: 15, hasId: true })
}

/** The tokens of the strategy `jwe`: their claims are as they stand there. */
export function betterAuthEncrypted(secrets: readonly Uint8Array[]): Tokens {
  const keys = secrets.map((one) => hkdf(one, INFO, encryptionKeySize(ENCRYPTION), SALT))
  return encryptedTokens(keys, ENCRYPTION, 'sha256')
}

const IS_RIGHT: Readonly<Record<string, (value: unknown) => boolean>> = {
  session: isPlainObject,
  user: isPlainObject,
  updatedAt: (value) => typeof value === 'number',
  version: (value) => value === undefined || typeof value === 'string',
}

const wrongKey = (data: ReadonlyMap<unknown, unknown>): string | undefined =>
  Object.keys(IS_RIGHT).find((key) => !IS_RIGHT[key]!(data.get(key)))

/** The session's own end, which better-auth looks at too. */
function endOf(data: ReadonlyMap<unknown, unknown>): number {
  const { expiresAt } = data.get('session') as { readonly expiresAt?: unknown }
  const isTime = typeof expiresAt === 'string' || typeof expiresAt === 'number'
  const end = isTime ? new Date(expiresAt).getTime() / TICKS : Number.NaN
  return Number.isNaN(end) ? Infinity : end
}

const TICKS = 1000
const EXPIRES = 'expiresAt'

function compactFormat(secrets: readonly Uint8Array[], maxAge: number): SessionFormat {
  const macs = secrets.map((secret) => hmac('sha256', secret))
  return {
    name: NAME,
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    cookies: chunked(CHUNK_SIZE),
    read: (text) => {
      const { dataText, expiresAt } = verified(text, macs)
      const data = decodePlain(dataText)
      if (wrongKey(data) !== undefined) throw noSession()
      const expires = Math.min(Number(expiresAt) / TICKS, endOf(data))
      return { ...newRecord(0), data, expires }
    },
    write: ({ data, accessed, renewed, expires }, _, text = compactText(data)) => {
      const end = Math.min((accessed ?? renewed) + maxAge, expires ?? Infinity)
      const expiresAt = Math.round(end * TICKS)
      const signature = macOf(macs[0]!, text, String(expiresAt))
      const whole = `${BEFORE}${text}${BETWEEN}${expiresAt}${BEHIND}${signature}"}`
      return Buffer.from(whole).toString('base64url')
    },
    dataText: compactText,
  }
}

function compactText(data: ReadonlyMap<unknown, unknown>): string {
  refuseKey(data.has(EXPIRES) ? EXPIRES : undefined, 'the text has this of itself')
  refuseKey(wrongKey(data), 'this is not what the backend takes for a session')
  return encodePlain(data)
}

const BEFORE = '{"session":'
const BETWEEN = `,"${EXPIRES}":`
const BEHIND = ',"signature":"'
/** What stands behind the data. */
const END = /(?<=\}),"expiresAt":(\d{1,15}),"signature":"([\w-]{43})"\}$/

/** @throws {DeserializeError} for a text that nobody with one of the secrets has made */
function verified(
  text: string,
  macs: readonly Mac[],
): { readonly dataText: string; readonly expiresAt: string } {
  const whole = decodeUrlsafeBase64Strictly(text)?.toString() ?? ''
  const [end = '', expiresAt = '', signature = ''] = END.exec(whole.slice(-END_SIZE)) ?? []
  if (end === '' || !whole.startsWith(`${BEFORE}{`)) {
    throw new DeserializeError('BAD_TEXT', 'The text is none of better-auth')
  }
  const dataText = whole.slice(BEFORE.length, -end.length)
  if (!macs.some((mac) => equalInConstantTime(macOf(mac, dataText, expiresAt), signature))) {
    throw new DeserializeError('BAD_SIGNATURE', 'The text was signed by no key')
  }
  return { dataText, expiresAt }
}

/** More than what stands behind the data has. */
const END_SIZE = 100

function macOf(mac: Mac, dataText: string, expiresAt: string): string {
  const signed = joined(dataText, `{"${EXPIRES}":${expiresAt}}`)
  return Buffer.from(mac.sign(Buffer.from(signed), 'binary'), 'latin1').toString('base64url')
}
