/**
 * The session cookie of rack-session 2 (`Rack::Session::Cookie` with `:secrets`):
 *
 *     cookie = text, its "+", "/" and "=" percent-encoded
 *     text   = what shared-rack-encryptors.ts makes of: a Hash, as Marshal or JSON
 *
 * The Hash is that of rack.ts. What was made by Rack 2, or by `:legacy_hmac_secret`, is read where that is given.
 */
import { signatureSize } from '../crypto/mac.js'
import type { Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { DeserializeError, OptionError } from '../errors.js'
import { isBoolean, isIntegerBetween, isOneOf, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpecs } from '../lib/options.js'
import { newRecord } from '../session/record.js'
import type { SessionFormat } from './shared-format.js'
import { codecOf, coderSpec, isHash } from './shared-rack-coder.js'
import type { RackCoder } from './shared-rack-coder.js'
import { SMALLEST, encryptorV1, encryptorV2 } from './shared-rack-encryptors.js'
import type { Encryptor } from './shared-rack-encryptors.js'
import { SHORTEST, rackHmac } from './shared-rack-hmac.js'
import { dataOf, hashWriter, withoutId } from './shared-ruby-data.js'
import { rubyKeysOf } from './shared-ruby-keys.js'
import { badSignature, badText, escaped, strictBase64, unescaped } from './shared-ruby-text.js'

/** Options of {@link rackEncryptedFormat}, all of them. */
export interface RackEncryptedSettings {
  /** `:serialize_json`: JSON in place of Marshal. Default `false`. */
  serializeJson: boolean
  /**
   * What the secrets are good for. `'v1'`: AES-256-CTR and HMAC, of rack-session 2.0.0 to 2.1.1; `'v2'`: AES-256-GCM,
   * since 2.1.2; `'guess_version'` (default) writes the latter and reads both, as 2.1.2 does. All but `'v2'` want
   * secrets of 64 bytes.
   */
  mode: 'guess_version' | 'v1' | 'v2'
  /** `:pad_size`: the data are as long as a multiple of so many bytes, 2 to 4,096; `null`: no padding. Default 32. */
  padSize: number | null
  /** `:legacy_hmac_secret`: of cookies of Rack 2, which are read and never written. Default `null`. */
  legacyHmacSecret: Secrets | null
  /** `:legacy_hmac`, for which `legacyHmacSecret` is needed. Default `'SHA1'`. */
  legacyHmac: 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512'
  /** `:legacy_hmac_coder`. Default `'marshal'`. */
  legacyHmacCoder: RackCoder
}

/** Options of {@link rackEncryptedFormat}; what is left out has its default. */
export type RackEncryptedOptions = Given<RackEncryptedSettings>

/** base64url has "--" too, but no such end. */
const LEGACY = /^[\w+/=]*--[\da-f]{40,128}$/

/** What a secret is, is asked where its key is made. */
const isAnything: Check = () => undefined

const DEFAULT_HASH = 'SHA1'

export const rackEncryptedSpecs: OptionSpecs<RackEncryptedSettings> = {
  serializeJson: { fallback: false, check: isBoolean },
  mode: { fallback: 'guess_version', check: isOneOf(['guess_version', 'v1', 'v2']) },
  padSize: { fallback: 32, check: orNull(isIntegerBetween(2, 4096)) },
  legacyHmacSecret: { fallback: null, check: isAnything },
  legacyHmac: { fallback: DEFAULT_HASH, check: isHash },
  legacyHmacCoder: coderSpec,
}

/**
 * The format of rack-session 2's encrypted cookies: for `cookieSessionFactory` and `acceptFormats`.
 *
 * @param secrets rack-session's `:secrets`, of 64 random bytes or more; of a list, the first encrypts and all decrypt
 * @throws {OptionError} when one or an option is not what it must be
 *
 * @example
 * import { randomBytes } from 'node:crypto'
 * import { cookieSessionFactory } from 'cartouche'
 * import { rackEncryptedFormat } from 'cartouche/rack'
 *
 * const format = rackEncryptedFormat(randomBytes(64), { serializeJson: true })
 * const { session, commit } = cookieSessionFactory(format, { cookieName: 'rack.session' }).open()
 * session.set('user_id', 7)
 * commit()[0]?.[1].startsWith('rack.session=') // → true
 */
export function rackEncryptedFormat(
  secrets: Secrets,
  options: RackEncryptedOptions = {},
): SessionFormat {
  return rackEncryptedFormatOf(secrets, resolveOptions(rackEncryptedSpecs, options))
}

/** {@link rackEncryptedFormat} by resolved options. */
export function rackEncryptedFormatOf(
  secrets: Secrets,
  settings: RackEncryptedSettings,
): SessionFormat {
  const encryptors = encryptorsOf(secrets, settings)
  const { read, dump, idOf } = codecOf(settings.serializeJson ? 'json' : 'marshal')
  const { dataText, bytesOf } = hashWriter(dump, idOf)
  const legacy = legacyReader(settings)
  return {
    name: 'rack-encrypted',
    isAuthenticated: true,
    carriesId: false,
    times: 'none',
    read: (cookie, cookieName) => {
      const text = unescaped(cookie)
      const value = LEGACY.test(text) ? legacy(text) : read(decrypted(encryptors, text, cookieName))
      return { ...newRecord(0), ...withoutId(dataOf(value), idOf) }
    },
    write: (record, cookieName, text) =>
      escaped(encryptors[0]!.encrypt(bytesOf(record, text), cookieName, settings.padSize)),
    dataText,
  }
}

function encryptorsOf(secrets: Secrets, { mode }: RackEncryptedSettings): readonly Encryptor[] {
  const smallest = mode === 'v2' ? SMALLEST.v2 : SMALLEST.v1
  const encryptors = rubyKeysOf(secrets, 'secrets').flatMap((key) => {
    if (key.length < smallest) {
      throw new OptionError('secrets', `must have ${smallest} bytes or more each`)
    }
    if (mode === 'v1') return [encryptorV1(key)]
    return mode === 'v2' ? [encryptorV2(key)] : [encryptorV2(key), encryptorV1(key)]
  })
  warnOfWeakSecrets(secrets, signatureSize('sha256'))
  return encryptors
}

function decrypted(encryptors: readonly Encryptor[], text: string, cookieName: string): Buffer {
  const bytes = strictBase64(text, /[-_]/.test(text) ? 'base64url' : 'base64')
  const able = encryptors.filter(({ version }) => version === bytes[0])
  if (able.length === 0) throw badText()
  for (const { decrypt } of able) {
    const data = decrypt(bytes, cookieName)
    if (data !== undefined) return data
  }
  throw badSignature()
}

const needsSecret = (option: string): OptionError =>
  new OptionError(option, 'needs legacyHmacSecret')

/** Reads the cookies of Rack 2, if there is a secret for them. */
function legacyReader(settings: RackEncryptedSettings): (text: string) => unknown {
  const { legacyHmacSecret, legacyHmac, legacyHmacCoder } = settings
  if (legacyHmacSecret === null) {
    if (legacyHmac !== DEFAULT_HASH) throw needsSecret('legacyHmac')
    if (legacyHmacCoder !== coderSpec.fallback) throw needsSecret('legacyHmacCoder')
    return () => {
      throw new DeserializeError('BAD_TEXT', 'The text is signed: legacyHmacSecret is not given')
    }
  }
  const { open } = rackHmac(rubyKeysOf(legacyHmacSecret, 'legacyHmacSecret'), legacyHmac)
  warnOfWeakSecrets(legacyHmacSecret, SHORTEST)
  const codec = codecOf(legacyHmacCoder)
  return (text) => codec.read(open(text))
}
