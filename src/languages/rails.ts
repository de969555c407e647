/** Sessions shared with Ruby on Rails. */
import { cookieSpecs } from '../cookie/attributes.js'
import type { Secrets } from '../crypto/secret.js'
import { railsFormatOf, railsFormatSpecs } from '../formats/rails.js'
import type { RailsFormatSettings } from '../formats/rails.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { RailsCSRFStoragePolicy } from '../csrf/rails-policy.js'
export { railsFormat } from '../formats/rails.js'
export type {
  RailsDigest,
  RailsFormatOptions,
  RailsFormatSettings,
  RailsKeyOptions,
  RailsRotation,
} from '../formats/rails.js'
export { RubyString, RubySymbol, RackSessionId } from '../serializers/marshal/types.js'
export { RubyTime, RubyTimeWithZone } from '../serializers/marshal/time.js'
export type { Nanoseconds, TimeDetails } from '../serializers/marshal/time.js'

interface Options<Data extends object>
  extends Omit<LanguageOptions<Data>, 'maxAge'>, RailsFormatSettings {
  /** Seconds that the browser keeps the cookie; `null`: until it is closed. Default: `expireAfter`. */
  maxAge: number | null | undefined
}

/** Options of {@link railsSessionFactory}; what is left out has its default. */
export type RailsSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

/**
 * A session factory over Rails' session cookie, with Rails' names and defaults: `cookieName` is the `key` of its
 * session store, `_APPLICATION_session`; `maxAge` is `expireAfter` unless it is given.
 *
 * @param secretKeyBase `secret_key_base`; of a list, the first encrypts and all decrypt
 * @throws {OptionError} when it or an option is not what it must be
 *
 * @example
 * import { railsSessionFactory } from 'cartouche/rails'
 *
 * const factory = railsSessionFactory(process.env['SECRET_KEY_BASE'] ?? 'for this example only', {
 *   cookieName: '_shop_session',
 * })
 * const { session, commit } = factory.open()
 * session.set('user_id', 7)
 * commit().length // → 1
 */
export function railsSessionFactory<Data extends object = DefaultData>(
  secretKeyBase: Secrets,
  options: RailsSessionOptions<Data> = {},
): SessionFactory<Data> {
  const specs: OptionSpecs<Options<Data>> = {
    ...languageSpecs<Data>({ cookieName: '_session_id', secure: 'auto' }),
    ...railsFormatSpecs,
    maxAge: { ...cookieSpecs.maxAge, fallback: undefined },
  }
  const resolved = resolveOptions(specs, options)
  const { maxAge = resolved.expireAfter } = resolved
  return languageFactory(railsFormatOf(secretKeyBase, resolved), { ...resolved, maxAge })
}
