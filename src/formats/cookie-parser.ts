/**
 * Signed cookies of Express, as `res.cookie(name, value, { signed: true })` sets them and cookie-parser reads them:
 *
 *     text      = percent-encoded: "s:" value "." signature
 *     value     = "j:" JSON of an object or array / text
 *     signature = base64, standard alphabet, unpadded: HMAC-SHA-256 of the value, keyed with the secret
 *
 * The cookie's name is not signed: a value is as good under another name. Nothing tells when it was written.
 *
 * Source: the packages cookie-parser 1.4, cookie-signature 1.0 and Express 4 and 5.
 */
import { equalInConstantTime, hmac, signatureSize } from '../crypto/mac.js'
import type { Mac } from '../crypto/mac.js'
import { listOf } from '../crypto/secret.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError } from '../errors.js'
import { isLatin1 } from '../lib/latin1.js'
import { decodePlain, encodePlain } from '../serializers/plain-json.js'
import { newRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'

const SIGNED = 's:'
const JSON_MARK = 'j:'

/**
 * The format of sessions that are an object in one signed cookie of Express. They never expire by themselves.
 *
 * @param secret as for cookie-parser: of a list, the first signs and all verify
 * @throws {OptionError} when a secret is not what it must be
 *
 * @example
 * import { cookieSessionFactory } from 'cartouche'
 * import { cookieParserFormat } from 'cartouche/cookie-session'
 *
 * const format = cookieParserFormat(process.env['SESSION_SECRET'] ?? '')
 * const factory = cookieSessionFactory(format, { cookieName: 'visitor', secure: 'auto' })
 * const { session, commit } = factory.open()
 * session.set('theme', 'dark')
 * commit()[0]?.[1].startsWith('visitor=s%3Aj%3A%7B') // → true
 */
export function cookieParserFormat(secret: Secrets): SessionFormat {
  const { sign, open } = signedValues(secret)
  return {
    name: 'cookie-parser',
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    read: (text) => {
      const value = open(text)
      if (!value.startsWith(JSON_MARK)) {
        throw new DeserializeError('BAD_PAYLOAD', 'The signed value is text, and no object')
      }
      return { ...newRecord(0), data: decodePlain(value.slice(JSON_MARK.length)) }
    },
    write: ({ data }, _, dataText = encodePlain(data)) => sign(JSON_MARK + dataText),
    dataText: encodePlain,
  }
}

/**
 * The text that a signed cookie of Express holds, for a value that is no session: `res.cookie('user', '7', { signed:
 * true })`. What is not text begins with `j:`, and is JSON.
 *
 * @param text the cookie's value as it came
 * @throws {DeserializeError} for a text that nobody with a secret has made; {OptionError} for what is no secret
 *
 * @example
 * import { readSignedCookie } from 'cartouche/cookie-session'
 *
 * const text = 's%3Aada.COE1TWQUJzfQ8wvl1iz2pm%2BKWXA4OC80QuIhlGxLWEU'
 * readSignedCookie(text, 'seekrit and long enough for SHA-256') // → 'ada'
 */
export function readSignedCookie(text: string, secret: Secrets): string {
  return signedValues(secret).open(text)
}

export interface SignedValues {
  readonly sign: (value: string) => string
  readonly open: (text: string) => string
}

/** Any text ↔ a signed cookie. */
export function signedValues(secret: Secrets): SignedValues {
  const macs = listOf(secret).map((one) => hmac('sha256', Buffer.from(one as string)))
  warnOfWeakSecrets(secret, signatureSize('sha256'))
  return {
    sign: (value) => encodeURIComponent(`${SIGNED}${value}.${signatureOf(macs[0]!, value)}`),
    open: (text) => {
      const [value, signature] = partsOf(text)
      if (macs.some((mac) => equalInConstantTime(signatureOf(mac, value), signature))) return value
      throw new DeserializeError('BAD_SIGNATURE', 'The signature is that of no secret')
    },
  }
}

function signatureOf(mac: Mac, value: string): string {
  const signature = mac.sign(Buffer.from(value), 'binary')
  return Buffer.from(signature, 'latin1').toString('base64').replace(/=$/, '')
}

/** @throws {DeserializeError} `BAD_TEXT` for a text that is not signed */
function partsOf(text: string): [value: string, signature: string] {
  const signed = decoded(text) ?? ''
  const dot = signed.lastIndexOf('.')
  const signature = signed.slice(dot + 1)
  if (signed.startsWith(SIGNED) && dot >= SIGNED.length && isLatin1(signature)) {
    return [signed.slice(SIGNED.length, dot), signature]
  }
  throw new DeserializeError('BAD_TEXT', 'The text is no signed cookie of Express')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
