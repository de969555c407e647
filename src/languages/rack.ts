/** Sessions shared with Rack 2 and rack-session 2: Sinatra, Hanami, Roda and others. */
import type { Secrets } from '../crypto/secret.js'
import { rackEncryptedFormatOf, rackEncryptedSpecs } from '../formats/rack-encrypted.js'
import type { RackEncryptedSettings } from '../formats/rack-encrypted.js'
import { rackFormatOf, rackFormatSpecs } from '../formats/rack.js'
import type { RackFormatSettings } from '../formats/rack.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { rackFormat } from '../formats/rack.js'
export type { RackCoder, RackFormatOptions, RackFormatSettings } from '../formats/rack.js'
export { rackEncryptedFormat } from '../formats/rack-encrypted.js'
export type { RackEncryptedOptions, RackEncryptedSettings } from '../formats/rack-encrypted.js'
export { RubyString, RubySymbol, RackSessionId } from '../serializers/marshal/types.js'
export { RubyTime, RubyTimeWithZone } from '../serializers/marshal/time.js'
export type { Nanoseconds, TimeDetails } from '../serializers/marshal/time.js'

type Options<Data extends object> = LanguageOptions<Data> & RackFormatSettings
type EncryptedOptions<Data extends object> = LanguageOptions<Data> & RackEncryptedSettings

/** Options of {@link rackSessionFactory}; what is left out has its default. */
export type RackSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

/** Options of {@link rackEncryptedSessionFactory}; what is left out has its default. */
export type RackEncryptedSessionOptions<Data extends object = DefaultData> = Given<
  EncryptedOptions<Data>
>

const specsOf = <Data extends object>(): OptionSpecs<LanguageOptions<Data>> =>
  languageSpecs<Data>({ cookieName: 'rack.session', secure: 'auto' })

/**
 * A session factory over the session cookie of Rack 2, with Rack's names and defaults: `cookieName` is its `:key`,
 * `maxAge` its `:expire_after`. The cookie is signed, not encrypted.
 *
 * @param secret Rack's `:secret`; or a list, that and `:old_secret`: the first signs, all verify
 * @throws {OptionError} when it or an option is not what it must be
 *
 * @example
 * import { rackSessionFactory } from 'cartouche/rack'
 *
 * const factory = rackSessionFactory(process.env['SESSION_SECRET'] ?? 'for this example only')
 * const { session, commit } = factory.open()
 * session.set('user_id', 7)
 * commit()[0]?.[1].startsWith('rack.session=') // → true
 */
export function rackSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: RackSessionOptions<Data> = {},
): SessionFactory<Data> {
  const specs: OptionSpecs<Options<Data>> = { ...specsOf<Data>(), ...rackFormatSpecs }
  const resolved = resolveOptions(specs, options)
  return languageFactory(rackFormatOf(secret, resolved), resolved)
}

/**
 * A session factory over the encrypted session cookie of rack-session 2, with its names and defaults.
 *
 * @param secrets rack-session's `:secrets`, of 64 random bytes or more; of a list, the first encrypts and all decrypt
 * @throws {OptionError} when one or an option is not what it must be
 *
 * @example
 * import { randomBytes } from 'node:crypto'
 * import { rackEncryptedSessionFactory } from 'cartouche/rack'
 *
 * const { session, commit } = rackEncryptedSessionFactory(randomBytes(64)).open()
 * session.set('user_id', 7)
 * commit()[0]?.[1].startsWith('rack.session=') // → true
 */
export function rackEncryptedSessionFactory<Data extends object = DefaultData>(
  secrets: Secrets,
  options: RackEncryptedSessionOptions<Data> = {},
): SessionFactory<Data> {
  const specs: OptionSpecs<EncryptedOptions<Data>> = { ...specsOf<Data>(), ...rackEncryptedSpecs }
  const resolved = resolveOptions(specs, options)
  return languageFactory(rackEncryptedFormatOf(secrets, resolved), resolved)
}
