/**
 * Sessions as Laravel's cookie session driver keeps them, in two cookies, each encrypted (shared-laravel-cookies.ts):
 *
 *     text    = id-cookie "|" data-cookie
 *     id-cookie   = cookie of the session's name; content: the session's id, 40 letters and digits
 *     data-cookie = cookie whose name is that id; content: JSON of { data, expires }, in this order
 *     data    = PHP's serialize of the session's attributes (php-read.ts), as text; where the application's session is
 *               set to `encrypt`, a payload of shared-laravel-cookies.ts, of serialize of that text
 *     expires = the last second of the session, since 1970
 *
 * Where the data hold flash messages and the CSRF token is in shared-laravel-layout.ts.
 *
 * Source: Laravel 8.83, `Illuminate\Session\CookieSessionHandler`, `Store` and `EncryptedStore`.
 */
import { randomBytes } from '../crypto/random.js'
import type { Secrets } from '../crypto/secret.js'
import { DeserializeError } from '../errors.js'
import { isBoolean, isIntegerBetween, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { readPhp, writePhp } from '../serializers/php.js'
import { newRecord } from '../session/record.js'
import type { SessionRecord } from '../session/record.js'
import type { SessionFormat, SeveralCookies } from './shared-format.js'
import { decrypt, encrypt, openCookie, sealCookie } from './shared-laravel-cookies.js'
import { laravelCookieSpecs, laravelKeys } from './shared-laravel-keys.js'
import type { LaravelCookieOptions } from './shared-laravel-keys.js'
import { fromLaravel, toLaravel } from './shared-laravel-layout.js'
import { readPayload } from './shared.js'

/** Options of the factory's format, all of them. */
export interface LaravelOptions extends LaravelCookieOptions {
  /** `lifetime` of `config/session.php`, in minutes: a session ends so long after it was used last. Default 120. */
  lifetime: number
  /** `encrypt` of `config/session.php`: whether the data are encrypted once more. Default `false`. */
  encrypt: boolean
}

/** Options of {@link laravelFormat}, all of them. */
export interface LaravelFormatSettings extends Omit<LaravelOptions, 'lifetime'> {
  /**
   * `lifetime` of `config/session.php`, in minutes, by which a cookie tells when it was used last. Default: nobody
   * knows; sessions end when their cookies say, whatever timeouts there are, and those that are written after 120.
   */
  lifetime: number | undefined
}

/** Options of {@link laravelFormat}; what is left out has its default. */
export type LaravelFormatOptions = Given<LaravelFormatSettings>

const LIFETIME = 120 // minutes

/** Minutes of 400 days: browsers keep no cookie for longer. */
const LONGEST_LIFETIME = 576_000

export const laravelSpecs: OptionSpecs<LaravelOptions> = {
  ...laravelCookieSpecs,
  lifetime: { fallback: LIFETIME, check: isIntegerBetween(1, LONGEST_LIFETIME) },
  encrypt: { fallback: false, check: isBoolean },
}

const formatSpecs: OptionSpecs<LaravelFormatSettings> = {
  ...laravelSpecs,
  lifetime: { ...laravelSpecs.lifetime, fallback: undefined },
}

/**
 * The format of Laravel's cookie session driver: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param appKey `APP_KEY` as it stands in `.env`, with its `base64:`; or a list of it and those of
 * `APP_PREVIOUS_KEYS`: the first writes, all read
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey, sealedFormat } from 'cartouche'
 * import { laravelFormat } from 'cartouche/laravel'
 *
 * const old = laravelFormat('base64:FqqyQZh5UIwwWyT3ZSTJf4xHtTU+WLBBXbI0Hyw6fk4=')
 * const factory = cookieSessionFactory(sealedFormat(generateKey()), {
 *   acceptFormats: [{ format: old, cookieName: 'laravel_session', until: '2030-01-01' }],
 * })
 * factory.open().session.new // → true
 */
export function laravelFormat(appKey: Secrets, options: LaravelFormatOptions = {}): SessionFormat {
  return laravelFormatOf(appKey, resolveOptions(formatSpecs, options))
}

export const MINUTE = 60 // seconds
const ID_BYTES = 20
const ID = /^[A-Za-z\d]{40}$/
const JOINT = '|'

/** The id of a session that was read or written: a session without one begins. */
class LaravelId {
  readonly id: string

  constructor(id: string) {
    this.id = id
  }
}

/** {@link laravelFormat} by resolved options. */
export function laravelFormatOf(appKey: Secrets, options: LaravelFormatSettings): SessionFormat {
  const keys = laravelKeys(appKey, options)
  const [first] = keys as [(typeof keys)[0]]
  const { lifetime, serialize, encrypt: isEncrypted } = options
  const age = (lifetime ?? LIFETIME) * MINUTE
  const open = (text: string, name: string): string => openCookie(text, name, keys, serialize)[0]
  const seal = (text: string, name: string): string => sealCookie(text, name, first, serialize)
  const dataText: SessionFormat['dataText'] = (data) =>
    writePhp(toLaravel(data), { bytes: isEncrypted }).toString('latin1')
  return {
    name: 'laravel',
    isAuthenticated: true,
    carriesId: false,
    times: lifetime === undefined ? 'none' : 'renewed',
    read: (text, cookieName) => {
      const [idText, rest] = cut(text)
      const id = checkedId(open(idText, cookieName))
      if (rest === undefined) {
        throw new DeserializeError('NO_SESSION', 'The cookie that is named by the id did not come')
      }
      const { data, expires } = contentOf(open(rest, id))
      const bytes = isEncrypted ? innerBytes(data, keys) : Buffer.from(data)
      return {
        ...newRecord(expires - age),
        expires,
        data: fromLaravel(readPhp(bytes)),
        origin: new LaravelId(id),
      }
    },
    write: (record, cookieName, text = dataText(record.data)) => {
      const id = idOf(record)
      const bytes = Buffer.from(text, 'latin1')
      const data = isEncrypted ? encrypt(writePhp(bytes), first) : bytes.toString()
      const expires = Math.trunc(record.accessed ?? record.renewed) + age
      const content = `{"data":${phpJson(data)},"expires":${expires}}`
      return seal(id, cookieName) + JOINT + seal(content, id)
    },
    dataText,
    cookies: twoCookies(open),
  }
}

function twoCookies(open: (text: string, cookieName: string) => string): SeveralCookies {
  const idIn = (idText: string, cookieName: string): string | undefined => {
    try {
      return checkedId(open(idText, cookieName))
    } catch (error) {
      if (error instanceof DeserializeError) return undefined
      throw error
    }
  }
  return {
    join: (valuesOf, cookieName) =>
      valuesOf(cookieName).flatMap((idText) => {
        const id = idIn(idText, cookieName)
        const rest = id === undefined ? [] : valuesOf(id)
        return rest.length === 0 ? [idText] : rest.map((value) => idText + JOINT + value)
      }),
    split: (text, cookieName) => {
      const [idText, rest] = cut(text)
      const id = rest === undefined ? undefined : idIn(idText, cookieName)
      return id === undefined
        ? [[cookieName, text]]
        : [
            [cookieName, idText],
            [id, rest!],
          ]
    },
  }
}

function cut(text: string): [idText: string, rest: string | undefined] {
  const joint = text.indexOf(JOINT)
  return joint < 0 ? [text, undefined] : [text.slice(0, joint), text.slice(joint + 1)]
}

function checkedId(id: string): string {
  if (ID.test(id)) return id
  throw new DeserializeError('BAD_SESSION', 'The cookie holds no id of a session')
}

/** It is kept where the session is: what is written again must not become another session. */
function idOf(record: SessionRecord): string {
  if (record.origin instanceof LaravelId) return record.origin.id
  const id = Buffer.from(randomBytes(ID_BYTES)).toString('hex')
  record.origin = new LaravelId(id)
  return id
}

function contentOf(json: string): { readonly data: string; readonly expires: number } {
  const { data, expires } = (readPayload(() => JSON.parse(json) as unknown) ?? {}) as Content
  if (typeof data === 'string' && data.isWellFormed() && Number.isSafeInteger(expires)) {
    return { data, expires: expires as number }
  }
  throw new DeserializeError('BAD_PAYLOAD', 'The cookie holds no session of Laravel')
}

interface Content {
  readonly data?: unknown
  readonly expires?: unknown
}

/** A text of JSON as PHP's `json_encode` writes it. */
const phpJson = (text: string): string =>
  JSON.stringify(text)
    .replaceAll('/', String.raw`\/`)
    .replace(
      /[\u0080-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )

function innerBytes(payload: string, keys: Parameters<typeof decrypt>[1]): Uint8Array {
  const data = readPhp(decrypt(payload, keys)[0])
  return typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array)
}
