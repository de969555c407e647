/**
 * Sessions of Express's cookie-session, which are in two cookies:
 *
 *     name     = base64 of the data as JSON: standard alphabet, padded
 *     name.sig = URL-safe base64, unpadded, of the HMAC of: name "=" value of the first, keyed with the secret
 *
 * Here they are one text: the two values with "|" between them. Nothing tells when a session was made or written.
 *
 * Source: the packages cookie-session 2.1, cookies 0.9 and keygrip 1.1.
 */
import { hashAlgorithm } from '../crypto/hash.js'
import { equalInConstantTime, hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { utf8KeysOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { CartoucheError, DeserializeError } from '../errors.js'
import { isLatin1 } from '../lib/latin1.js'
import { pathText } from '../lib/key-path.js'
import { isOneOf, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { decodePlain, encodePlain } from '../serializers/plain-json.js'
import { newRecord } from '../session/record.js'
import type { SessionFormat, SeveralCookies } from './shared-format.js'

/** Options of {@link expressCookieSessionFormat}, all of them: those of keygrip, for applications that made one. */
export interface CookieSessionFormatOptions {
  /** The hash function of the signature, by Node's name. Default `'sha1'`. */
  algorithm: string
  /** How the signature is written. Default `'base64'`. */
  encoding: 'base64' | 'hex'
}

/** Options of {@link expressCookieSessionFormat}; what is left out has its default. */
export type ExpressCookieSessionFormatOptions = Given<CookieSessionFormatOptions>

const isHash: Check = (value) =>
  typeof value === 'string' && hashAlgorithm(value) !== undefined
    ? undefined
    : 'must be the name of a hash function that this runtime has'

export const cookieSessionFormatSpecs: OptionSpecs<CookieSessionFormatOptions> = {
  algorithm: { fallback: 'sha1', check: isHash },
  encoding: { fallback: 'base64', check: isOneOf(['base64', 'hex']) },
}

/**
 * The format of Express's cookie-session, to read its cookies beside another: see `acceptFormats`. They never expire by
 * themselves.
 *
 * @param keys as for cookie-session, where `secret` is a list of one: the first signs, all verify
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey, sealedFormat } from 'cartouche'
 * import { expressCookieSessionFormat } from 'cartouche/cookie-session'
 *
 * const old = expressCookieSessionFormat([process.env['SESSION_SECRET'] ?? ''])
 * const key = process.env['SESSION_KEY'] ?? generateKey()
 * const factory = cookieSessionFactory(sealedFormat(key), {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function expressCookieSessionFormat(
  keys: Secrets,
  options: ExpressCookieSessionFormatOptions = {},
): SessionFormat {
  return cookieSessionFormatOf(keys, resolveOptions(cookieSessionFormatSpecs, options))
}

/** {@link expressCookieSessionFormat} by resolved options. */
export function cookieSessionFormatOf(
  keys: Secrets,
  { algorithm, encoding }: CookieSessionFormatOptions,
): SessionFormat {
  const hash = hashAlgorithm(algorithm)!
  const macs = utf8KeysOf(keys).map((key) => hmac(hash, key))
  warnOfWeakSecrets(keys, signatureSize(hash))
  const sign = (mac: Mac, cookieName: string, value: string): string => {
    const signed = mac.sign(Buffer.from(`${cookieName}=${value}`), 'binary')
    return urlsafe(Buffer.from(signed, 'latin1').toString(encoding))
  }
  return {
    name: 'cookie-session',
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    cookies,
    read: (text, cookieName) => {
      const [value, signature] = halves(text)
      if (!macs.some((mac) => equalInConstantTime(sign(mac, cookieName, value), signature))) {
        throw new DeserializeError('BAD_SIGNATURE', 'The signature is that of no key')
      }
      const data = decodePlain(Buffer.from(value, 'base64').toString())
      return { ...newRecord(0), data: withoutDropped(data) }
    },
    write: ({ data }, cookieName, dataText = textOf(data)) => {
      const value = Buffer.from(dataText).toString('base64')
      return value + JOINT + sign(macs[0]!, cookieName, value)
    },
    dataText: textOf,
  }
}

/** In no base64. */
const JOINT = '|'

/** As keygrip does, hexadecimal digits too. */
const urlsafe = (text: string): string =>
  text.replaceAll('/', '_').replaceAll('+', '-').replaceAll('=', '')

const BASE64 = /^[\w+/-]+={0,2}$/

/** @throws {DeserializeError} `BAD_TEXT` for a text that is not two values */
function halves(text: string): [value: string, signature: string] {
  const [value = '', signature, ...rest] = text.split(JOINT)
  const isWhole = BASE64.test(value) && signature !== undefined && rest.length === 0
  if (isWhole && isLatin1(signature)) return [value, signature]
  const problem =
    signature === undefined ? 'has no signature beside it' : 'is none of cookie-session'
  throw new DeserializeError('BAD_TEXT', `The cookie ${problem}`)
}

const nameOf = (cookieName: string): string => `${cookieName}.sig`

const cookies: SeveralCookies = {
  join: (valuesOf, cookieName) => {
    const signatures = valuesOf(nameOf(cookieName))
    return valuesOf(cookieName).flatMap((value) =>
      signatures.length === 0 ? [value] : signatures.map((signature) => value + JOINT + signature),
    )
  },
  split: (text, cookieName) => {
    const [value = '', signature] = text.split(JOINT)
    if (signature === undefined) return [[cookieName, value]]
    return [
      [cookieName, value],
      [nameOf(cookieName), signature],
    ]
  },
}

/** What the session object of cookie-session has itself: it leaves such keys out when it reads. */
const DROPPED: ReadonlySet<unknown> = new Set([
  '_ctx',
  'isChanged',
  'isNew',
  'isPopulated',
  ...Object.getOwnPropertyNames(Object.prototype),
])

function withoutDropped(data: Map<unknown, unknown>): Map<unknown, unknown> {
  for (const key of data.keys()) if (DROPPED.has(key)) data.delete(key)
  return data
}

function textOf(data: ReadonlyMap<unknown, unknown>): string {
  const key = [...data.keys()].find((key) => DROPPED.has(key))
  if (key === undefined) return encodePlain(data)
  throw new CartoucheError('BAD_VALUE', 'cookie-session drops this key; use another name', {
    path: pathText(undefined, [key]),
  })
}
