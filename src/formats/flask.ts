/**
 * The cookie of Flask:
 *
 *     text    = payload "." time "." mac, by itsdangerous
 *     payload = base64url of the data / "." base64url of the data in zlib, where that is shorter
 *     data    = a dict in Flask's tagged JSON
 *
 * The rest is in shared-itsdangerous.ts, serializers/tagged-json.ts and shared-flask-data.ts. Whoever has the cookie
 * can read it; only who has the key can make one.
 *
 * Source: `flask.sessions.SecureCookieSessionInterface`, Flask 0.10 to 3.1.
 */
import type { Secrets } from '../crypto/secret.js'
import { DeserializeError } from '../errors.js'
import { decodeUrlsafeBase64Strictly, encodeUrlsafeBase64 } from '../lib/base64.js'
import { unzlib, zlib } from '../lib/deflate.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { latin1ToText } from '../lib/text.js'
import { dictOf } from '../serializers/session-json.js'
import { decodeTagged, encodeTagged } from '../serializers/tagged-json.js'
import type { ReadRecord, SessionRecord } from '../session/record.js'
import { readPayload } from './shared.js'
import {
  FlaskFlashes,
  fromFlask,
  isFlaskKey,
  queueOfCategory,
  toFlask,
} from './shared-flask-data.js'
import type { SessionFormat } from './shared-format.js'
import { signerSpecs, timestampSigner } from './shared-itsdangerous.js'
import type { SignerOptions } from './shared-itsdangerous.js'

/** Options of {@link flaskFormat}, all of them: attributes of Flask's `SecureCookieSessionInterface`, and two settings. */
export interface FlaskOptions extends SignerOptions {
  /** Keeps apart what is signed with one secret for different purposes. Default `'cookie-session'`. */
  salt: SignerOptions['salt']
  /** How the key is made of the secret. Default `'hmac'`. */
  keyDerivation: SignerOptions['keyDerivation']
  /** Whether keys are written in the order of their characters, as `app.json.sort_keys` says. Default `true`. */
  sortKeys: boolean
  /** The key of Flask-WTF's token, its setting `WTF_CSRF_FIELD_NAME`. Default `'csrf_token'`. */
  wtfCsrfFieldName: string
}

/** Options of {@link flaskFormat}; what is left out has its default. */
export type FlaskFormatOptions = Given<FlaskOptions>

const isName: Check = (value) => {
  if (isFlaskKey(value)) return 'must be none of the keys that Flask keeps for itself'
  return typeof value === 'string' && value !== '' ? undefined : 'must be text that is not empty'
}

export const flaskFormatSpecs: OptionSpecs<FlaskOptions> = {
  ...signerSpecs({ salt: 'cookie-session', keyDerivation: 'hmac' }),
  sortKeys: { fallback: true, check: isBoolean },
  wtfCsrfFieldName: { fallback: 'csrf_token', check: isName },
}

/**
 * The format of Flask's sessions: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param secretKey Flask's `SECRET_KEY`, or a list: the first signs, all verify. Behind the first come Flask's
 * `SECRET_KEY_FALLBACKS`
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 * import { flaskFormat } from 'cartouche/flask'
 *
 * const old = flaskFormat('the SECRET_KEY of the application in Flask')
 * const factory = sealedCookieSessionFactory(generateKey(), {
 *   acceptFormats: [{ format: old, cookieName: 'session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function flaskFormat(secretKey: Secrets, options: FlaskFormatOptions = {}): SessionFormat {
  return flaskFormatOf(secretKey, resolveOptions(flaskFormatSpecs, options))
}

/** {@link flaskFormat} by resolved options. */
export function flaskFormatOf(secretKey: Secrets, options: FlaskOptions): SessionFormat {
  const { sortKeys, wtfCsrfFieldName } = options
  const { sign, unsign } = timestampSigner(secretKey, options)
  const encode = (
    data: ReadonlyMap<unknown, unknown>,
    persistent = false,
    order?: FlaskFlashes,
  ): Uint8Array => encodeTagged(toFlask(data, persistent, wtfCsrfFieldName, order), sortKeys)
  return {
    name: 'flask',
    isAuthenticated: true,
    carriesId: false,
    carriesPersistent: true,
    times: 'renewed',
    queueOf: queueOfCategory,
    read: (text) => {
      const { payload, time } = unsign(text)
      const { flashes, ...read } = fromFlask(dictIn(payload), wtfCsrfFieldName)
      return { ...timesOf(time), ...read, id: undefined, subject: undefined, origin: flashes }
    },
    write: ({ data, persistent, accessed, renewed, origin }) => {
      const order = origin instanceof FlaskFlashes ? origin : undefined
      return sign(payloadOf(encode(data, persistent, order)), accessed ?? renewed)
    },
    dataText: (data) => latin1ToText(encode(data)),
  }
}

const timesOf = (time: number): Pick<ReadRecord, 'created' | 'renewed' | 'accessed'> => ({
  created: time,
  renewed: time,
  accessed: undefined,
})

const COMPRESSED = '.'

function payloadOf(json: Uint8Array): string {
  const compressed = zlib(json)
  const isShorter = compressed.length < json.length - 1
  return isShorter ? COMPRESSED + encodeUrlsafeBase64(compressed) : encodeUrlsafeBase64(json)
}

function dictIn(payload: string): SessionRecord['data'] {
  return dictOf(readPayload(() => decodeTagged(bytesIn(payload))))
}

function bytesIn(payload: string): Buffer {
  const isCompressed = payload.startsWith(COMPRESSED)
  const bytes = decodeUrlsafeBase64Strictly(isCompressed ? payload.slice(1) : payload)
  if (bytes === undefined) throw new DeserializeError('BAD_PAYLOAD', 'The data are not base64url')
  return isCompressed ? unzlib(bytes, SESSION_LIMITS.output) : bytes
}
