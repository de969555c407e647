/** Laravel's encrypted cookies by themselves: those of an application, such as the id of a session that is elsewhere. */
import type { Secrets } from '../crypto/secret.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import { openCookie, sealCookie } from './shared-laravel-cookies.js'
import { laravelCookieSpecs, laravelKeys } from './shared-laravel-keys.js'
import type { LaravelCookieOptions } from './shared-laravel-keys.js'

/** Options of {@link laravelCookies}; what is left out has its default. */
export type LaravelCookiesOptions = Given<LaravelCookieOptions>

/** Values of cookies as they stand in the headers ↔ what Laravel's `Cookie` facade gives and takes. */
export interface LaravelCookies {
  /** @throws {DeserializeError} for what nobody with a key has made for the cookie of that name */
  readonly read: (value: string, cookieName: string) => string
  /** @param content text without half a surrogate pair */
  readonly write: (content: string, cookieName: string) => string
}

/**
 * Reads and writes cookies as Laravel's EncryptCookies does.
 *
 * @param appKey as for `laravelSessionFactory`
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { laravelCookies } from 'cartouche/laravel'
 *
 * const cookies = laravelCookies('base64:FqqyQZh5UIwwWyT3ZSTJf4xHtTU+WLBBXbI0Hyw6fk4=')
 * const value = cookies.write('dark', 'theme')
 * cookies.read(value, 'theme') // → 'dark'
 */
export function laravelCookies(
  appKey: Secrets,
  options: LaravelCookiesOptions = {},
): LaravelCookies {
  const resolved = resolveOptions(laravelCookieSpecs, options)
  const keys = laravelKeys(appKey, resolved)
  const [first] = keys as [(typeof keys)[0]]
  const { serialize } = resolved
  return {
    read: (value, cookieName) => openCookie(value, cookieName, keys, serialize)[0],
    write: (content, cookieName) => sealCookie(content, cookieName, first, serialize),
  }
}
