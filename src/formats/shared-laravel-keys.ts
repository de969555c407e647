/** The keys that Laravel has in `.env`, and how its `config/app.php` and EncryptCookies use them, as options. */
import { keysOf, listOf } from '../crypto/secret.js'
import type { Secret, Secrets } from '../crypto/secret.js'
import { warnOfWeakSecrets } from '../crypto/weak-secret.js'
import { OptionError } from '../errors.js'
import { decodeBase64Strictly } from '../lib/base64.js'
import { isBoolean } from '../lib/options.js'
import type { Check, OptionSpecs } from '../lib/options.js'
import { laravelKey } from './shared-laravel-cookies.js'
import type { LaravelKey } from './shared-laravel-cookies.js'

/** What there is to encrypt with. */
export type LaravelCipher = 'aes-128-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-256-gcm'

/** How Laravel's cookies are encrypted. */
export interface LaravelCookieOptions {
  /** `cipher` of `config/app.php`, in any letter case. Default `'aes-256-cbc'`. */
  cipher: LaravelCipher | Uppercase<LaravelCipher>
  /** `$serialize` of the application's EncryptCookies. Default `false`. */
  serialize: boolean
}

const CIPHERS: Readonly<Record<LaravelCipher, { readonly size: number; readonly isGcm: boolean }>> =
  {
    'aes-128-cbc': { size: 16, isGcm: false },
    'aes-256-cbc': { size: 32, isGcm: false },
    'aes-128-gcm': { size: 16, isGcm: true },
    'aes-256-gcm': { size: 32, isGcm: true },
  }

const isCipher: Check = (value) =>
  typeof value === 'string' && Object.hasOwn(CIPHERS, value.toLowerCase())
    ? undefined
    : `must be one of ${Object.keys(CIPHERS).join(', ')}`

export const laravelCookieSpecs: OptionSpecs<LaravelCookieOptions> = {
  cipher: {
    fallback: 'aes-256-cbc',
    check: isCipher,
    coerce: (value) => (value as string).toLowerCase(),
  },
  serialize: { fallback: false, check: isBoolean },
}

/**
 * The keys of `APP_KEY`, and of `APP_PREVIOUS_KEYS` behind it: the first writes, all read.
 *
 * @throws {OptionError} for a key that is none of the cipher
 */
export function laravelKeys(
  appKey: Secrets,
  { cipher }: LaravelCookieOptions,
): readonly LaravelKey[] {
  const { size, isGcm } = CIPHERS[cipher.toLowerCase() as LaravelCipher]
  const keys = keysOf(listOf(appKey).map((key, at) => keyBytes(key, at, size)))
  warnOfWeakSecrets(keys, size)
  return keys.map((bytes) => laravelKey(bytes, isGcm))
}

const BASE64 = 'base64:'

/** @param at where in the list it is: the error tells that, and not the key */
function keyBytes(key: Secret, at: number, size: number): Uint8Array {
  const bytes = typeof key === 'string' ? bytesOf(key) : key
  if (bytes?.length === size) return bytes
  const has = bytes === undefined ? 'is no base64' : `has ${bytes.length} bytes`
  const problem = `must be APP_KEY as it stands in .env: number ${at + 1} ${has}`
  throw new OptionError('appKey', `${problem}, and the cipher needs ${size}`)
}

const bytesOf = (key: string): Buffer | undefined =>
  key.startsWith(BASE64) ? decodeBase64Strictly(key.slice(BASE64.length)) : Buffer.from(key)
