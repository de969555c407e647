/**
 * The session cookie of Ruby on Rails (`ActionDispatch::Session::CookieStore`), 5.2 to 8.1:
 *
 *     cookie = text, its "+", "/" and "=" percent-encoded
 *     text   = what shared-rails-keys.ts makes of: metadata (shared-rails-metadata.ts) around a Hash, as JSON or Marshal
 *     Hash   = "session_id": 32 hex digits, and the data; a flash and a CSRF token by shared-rails-layout.ts
 */
import type { RandomBytes } from '../crypto/random.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { isBoolean, isOneOf, isOptions, isText, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpec, OptionSpecs } from '../lib/options.js'
import { OptionError } from '../errors.js'
import type { SessionRecord } from '../session/record.js'
import { newRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
import { cbcLock, gcmLock, signedLock, unlockAny } from './shared-rails-keys.js'
import type { Lock, RailsDigest, RailsKeyOptions } from './shared-rails-keys.js'
import { fromRails, queueOf, toRails } from './shared-rails-layout.js'
import { unwrapped, wrapped } from './shared-rails-metadata.js'
import {
  dataOf,
  hashWriter,
  isMarshal,
  jsonCodec,
  marshalCodec,
  refuseKey,
  withoutId,
} from './shared-ruby-data.js'
import { rubyKeysOf } from './shared-ruby-keys.js'
import { badPayload, escaped, padded, unescaped } from './shared-ruby-text.js'

export type { RailsDigest, RailsKeyOptions } from './shared-rails-keys.js'

/** Keys that cookies were made with before: what is left out is as for the present ones. */
export type RailsRotation = Given<RailsKeyOptions> & { readonly secretKeyBase?: Secret }

/** Options of {@link railsFormat}, all of them. */
export interface RailsFormatSettings extends RailsKeyOptions {
  /** `cookies.encrypted`, as sessions are, or `cookies.signed`. Default `'encrypted'`. */
  jar: 'encrypted' | 'signed'
  /** `config.action_dispatch.cookies_serializer`: `'json'` (default); `'hybrid'`, which reads Marshal too; `'marshal'`, which reads JSON too. */
  cookiesSerializer: 'json' | 'hybrid' | 'marshal'
  /** `config.action_dispatch.use_authenticated_cookie_encryption`: AES-256-GCM, else AES-256-CBC is written. Both are read. Default `true`. */
  useAuthenticatedCookieEncryption: boolean
  /** `config.action_dispatch.use_cookies_with_metadata`: whether the cookie's name is bound in. Default `true`. */
  useCookiesWithMetadata: boolean
  /** `expire_after` of the session store: seconds after which a cookie is over, up to 100 years; `null` (default): it does not say. */
  expireAfter: number | null
  /** `config.action_dispatch.cookies_rotations`: what else is read. Default: nothing. */
  cookiesRotations: readonly RailsRotation[]
}

/** Options of {@link railsFormat}; what is left out has its default. */
export type RailsFormatOptions = Given<RailsFormatSettings>

const saltSpec = (fallback: string): OptionSpec<string> => ({ fallback, check: isText })
const digestSpec = (fallback: RailsDigest): OptionSpec<RailsDigest> => ({
  fallback,
  check: isOneOf(['SHA1', 'SHA256', 'SHA384', 'SHA512']),
})

const keySpecs: OptionSpecs<RailsKeyOptions> = {
  keyGeneratorHashDigestClass: digestSpec('SHA256'),
  authenticatedEncryptedCookieSalt: saltSpec('authenticated encrypted cookie'),
  encryptedCookieSalt: saltSpec('encrypted cookie'),
  encryptedSignedCookieSalt: saltSpec('signed encrypted cookie'),
  signedCookieSalt: saltSpec('signed cookie'),
  signedCookieDigest: digestSpec('SHA1'),
}

const isList: Check = (value) => (Array.isArray(value) ? undefined : 'must be a list')

/** Longer is meant in other units, and an end in a year of five digits could not be read again. */
const LONGEST = 100 * 365 * 86_400 // seconds

const isEnd: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= LONGEST
    ? undefined
    : `must be seconds, more than 0 and at most ${LONGEST} (100 years), or null`

export const railsFormatSpecs: OptionSpecs<RailsFormatSettings> = {
  ...keySpecs,
  jar: { fallback: 'encrypted', check: isOneOf(['encrypted', 'signed']) },
  cookiesSerializer: { fallback: 'json', check: isOneOf(['json', 'hybrid', 'marshal']) },
  useAuthenticatedCookieEncryption: { fallback: true, check: isBoolean },
  useCookiesWithMetadata: { fallback: true, check: isBoolean },
  expireAfter: { fallback: null, check: orNull(isEnd) },
  cookiesRotations: { fallback: [], check: isList },
}

/**
 * The format of Rails' session cookies: for `cookieSessionFactory` and `acceptFormats`.
 *
 * Source: `ActionDispatch::Session::CookieStore` and `ActionDispatch::Cookies`, Rails 5.2 to 8.1.
 *
 * @param secretKeyBase `secret_key_base`; of a list, the first encrypts and all decrypt
 * @throws {OptionError} when it or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory } from 'cartouche'
 * import { railsFormat } from 'cartouche/rails'
 *
 * const format = railsFormat(process.env['SECRET_KEY_BASE'] ?? 'for this example only')
 * const { session, commit } = cookieSessionFactory(format, { cookieName: '_shop_session' }).open()
 * session.set('user_id', 7)
 * commit()[0]?.[1].startsWith('_shop_session=') // → true
 */
export function railsFormat(
  secretKeyBase: Secrets,
  options: RailsFormatOptions = {},
): SessionFormat {
  return railsFormatOf(secretKeyBase, resolveOptions(railsFormatSpecs, options))
}

/** {@link railsFormat} by resolved options. */
export function railsFormatOf(secrets: Secrets, settings: RailsFormatSettings): SessionFormat {
  const locks = locksOf(secrets, settings)
  const codec = codecOf(settings)
  const { dataText, bytesOf } = hashWriter(codec.write, asText, toRails)
  const { useCookiesWithMetadata, expireAfter } = settings
  return {
    name: 'rails',
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    newCsrfToken,
    queueOf,
    read: (text, cookieName) => {
      const bytes = unlockAny(locks, unescaped(text))
      const { data: dumped, expires } = unwrapped(bytes, purposeOf(cookieName))
      const { data, origin } = withoutId(dataOf(codec.read(dumped)), asText)
      return { ...newRecord(0), data: fromRails(data), expires, origin }
    },
    write: (record, cookieName, text) => {
      const bytes = bytesOf(record, text)
      // To Rails such data would be metadata.
      if (!useCookiesWithMetadata && expireAfter === null) refuseKey(record.data, '_rails')
      const purpose = useCookiesWithMetadata ? purposeOf(cookieName) : null
      const expires = expireAfter === null ? null : writtenAt(record) + expireAfter
      return escaped(locks[0]!.lock(wrapped(bytes, { purpose, expires })))
    },
    dataText,
  }
}

const asText = (id: string): string => id

const purposeOf = (cookieName: string): string => `cookie.${cookieName}`

const writtenAt = ({ accessed, renewed }: SessionRecord): number => accessed ?? renewed

const TOKEN_SIZE = 32 // bytes

/** Base64 with padding, which all versions read. */
const newCsrfToken = (randomBytes: RandomBytes): string => padded(randomBytes(TOKEN_SIZE))

/** How a Hash is written, and what else is read. */
function codecOf({ cookiesSerializer }: RailsFormatSettings): typeof marshalCodec {
  const json = jsonCodec(true)
  return {
    write: cookiesSerializer === 'marshal' ? marshalCodec.write : json.write,
    read: (bytes) => {
      if (!isMarshal(bytes)) return json.read(bytes)
      if (cookiesSerializer === 'json') throw badPayload()
      return marshalCodec.read(bytes)
    },
  }
}

const OPTION = 'secretKeyBase'

/** The first locks, all unlock. */
function locksOf(secrets: Secrets, settings: RailsFormatSettings): readonly Lock[] {
  // A hole is no rotation, and not one that is left out.
  const before = Array.from(settings.cookiesRotations, (rotation, at) => {
    const problem = isOptions(rotation)
    if (problem !== undefined) throw new OptionError(`cookiesRotations[${at}]`, problem)
    const { secretKeyBase = secrets, ...given } = rotation
    const options = resolveOptions(rotationSpecs(settings), given)
    return locksOfAll(secretKeyBase, settings, options)
  })
  return [...locksOfAll(secrets, settings, settings), ...before.flat()]
}

function locksOfAll(
  secrets: Secrets,
  settings: RailsFormatSettings,
  options: RailsKeyOptions,
): Lock[] {
  const keys = rubyKeysOf(secrets, OPTION)
  warnOfWeakSecrets(secrets, TOKEN_SIZE)
  return keys.flatMap((key) => locksBy(key, settings, options))
}

function rotationSpecs(settings: RailsKeyOptions): OptionSpecs<RailsKeyOptions> {
  const specs = Object.entries<OptionSpec<string>>(keySpecs).map(([name, spec]) => [
    name,
    { ...spec, fallback: settings[name as keyof RailsKeyOptions] },
  ])
  return Object.fromEntries(specs) as OptionSpecs<RailsKeyOptions>
}

function locksBy(
  secret: Uint8Array,
  settings: RailsFormatSettings,
  options: RailsKeyOptions,
): Lock[] {
  if (settings.jar === 'signed') return [signedLock(secret, options)]
  const locks = [gcmLock(secret, options), cbcLock(secret, options)]
  return settings.useAuthenticatedCookieEncryption ? locks : locks.toReversed()
}
