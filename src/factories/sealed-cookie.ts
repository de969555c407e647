import type { Keys } from '../crypto/keys.js'
import { sealedFormat, sealedSpecs } from '../formats/sealed.js'
import type { SealedOptions } from '../formats/sealed.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { CheckStorable } from '../serializers/modern-types.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { modernFactory, modernSpecs } from './shared-modern.js'
import type { ModernOptions } from './shared-modern.js'

type Options<Data extends object> = ModernOptions<Data> & SealedOptions

/** Options of {@link sealedCookieSessionFactory}; what is left out has its default. */
export type SealedCookieSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

/** Keys, for data that can be kept; else what is wrong with the data, so that the compiler tells. */
type KeysFor<Data> = CheckStorable<Data> extends Data ? Keys : CheckStorable<Data>

/**
 * The session factory for new applications: sessions in a cookie that nobody can read, change or make without the
 * key. It keeps what JavaScript has: Dates, Maps, Sets, bigints, bytes. What changed is saved, and nothing else.
 *
 * Up to about 3,000 bytes of data fit. One cookie is all there is: what is larger belongs into a database.
 *
 * Source: XAES-256-GCM of C2SP; defaults of OWASP's session management and RFC 6265bis.
 *
 * @param keys of 32 random bytes or more, as `generateKey()` makes them, from where your secrets are kept. Of a
 * list, the first seals and all open: to replace a key, put the new one in front
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { generateKey, sealedCookieSessionFactory } from 'cartouche'
 *
 * const key = process.env['SESSION_KEY'] ?? generateKey() // in production: SESSION_KEY
 * const factory = sealedCookieSessionFactory<{ cart: Map<string, number> }>(key)
 * const { session, commit } = factory.open()
 * session.set('cart', new Map([['apples', 3]]))
 * commit()[0]?.[1].startsWith('__Host-session=') // → true
 */
export function sealedCookieSessionFactory<Data extends object = DefaultData>(
  keys: KeysFor<NoInfer<Data>>,
  options: SealedCookieSessionOptions<Data> = {},
): SessionFactory<Data> {
  const specs = { ...modernSpecs, ...sealedSpecs } as OptionSpecs<Options<Data>>
  const { compress, ...rest } = resolveOptions(specs, options)
  return modernFactory<Data>(sealedFormat(keys as Keys, { compress }), rest as ModernOptions<Data>)
}
