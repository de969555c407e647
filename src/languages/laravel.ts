/** Sessions shared with Laravel applications: the entry point `cartouche/laravel`. */
import { cookieSpecs } from '../cookie/attributes.js'
import type { Secrets } from '../crypto/secret.js'
import { laravelFormatOf, laravelSpecs, MINUTE } from '../formats/laravel.js'
import type { LaravelOptions } from '../formats/laravel.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { laravelCookies } from '../formats/laravel-cookies.js'
export type { LaravelCookies, LaravelCookiesOptions } from '../formats/laravel-cookies.js'
export { laravelFormat } from '../formats/laravel.js'
export type { LaravelFormatOptions } from '../formats/laravel.js'

interface Options<Data extends object>
  extends Omit<LanguageOptions<Data>, 'maxAge'>, LaravelOptions {
  /**
   * Seconds that the browser keeps the cookies; `null`: until it is closed, as with `expire_on_close`. Default: as long
   * as `lifetime`.
   */
  maxAge: number | null | undefined
}

/** Options of {@link laravelSessionFactory}; what is left out has its default. */
export type LaravelSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

function specsOf<Data extends object>(): OptionSpecs<Options<Data>> {
  return {
    ...languageSpecs<Data>({ cookieName: 'laravel_session', secure: 'auto' }),
    ...laravelSpecs,
    maxAge: { ...cookieSpecs.maxAge, fallback: undefined },
  }
}

/**
 * The session factory that shares its sessions with a Laravel application whose session driver is `cookie`. They stand
 * in two cookies, each encrypted and authenticated: nobody without the key can read, change or make one. The names and
 * defaults of `lifetime`, `encrypt` and `cipher` are those of Laravel's configuration; a session ends `lifetime` after it
 * was used last, whoever used it.
 *
 * Source: Laravel 8.83, `Illuminate\Session\CookieSessionHandler` and `Illuminate\Cookie\Middleware\EncryptCookies`.
 *
 * @param appKey `APP_KEY` as it stands in `.env`, with its `base64:`; or a list of it and those of
 * `APP_PREVIOUS_KEYS`: the first writes, all read
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { laravelSessionFactory } from 'cartouche/laravel'
 *
 * const appKey = 'base64:FqqyQZh5UIwwWyT3ZSTJf4xHtTU+WLBBXbI0Hyw6fk4='
 * const { session, commit } = laravelSessionFactory(appKey).open()
 * session.flash('Saved', 'status') // session('status') in Laravel
 * commit().length // → 2
 */
export function laravelSessionFactory<Data extends object = DefaultData>(
  appKey: Secrets,
  options: LaravelSessionOptions<Data> = {},
): SessionFactory<Data> {
  const { cipher, serialize, encrypt, lifetime, ...rest } = resolveOptions(specsOf<Data>(), options)
  const seconds = lifetime * MINUTE
  const { idleTimeout = seconds, maxAge = seconds } = rest
  const format = laravelFormatOf(appKey, { cipher, serialize, encrypt, lifetime })
  return languageFactory<Data>(format, { ...rest, idleTimeout, maxAge }, MOST_AHEAD)
}

/** A session tells when it ends, and so its last use by the `lifetime` that wrote it, which may be longer than ours. */
const MOST_AHEAD = Infinity
