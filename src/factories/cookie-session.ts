import { OptionError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { checkedFormat, isFormat } from './shared-format.js'
import { modernFactory, modernSpecs } from './shared-modern.js'
import type { ModernOptions } from './shared-modern.js'

/** Options of {@link cookieSessionFactory}; what is left out has its default. */
export type CookieSessionOptions<Data extends object = DefaultData> = Given<ModernOptions<Data>>

/**
 * The general session factory: sessions in a cookie of any format, one of this library's or your own. Its rules
 * and its defaults are today's.
 *
 * @param format such as `sealedFormat(keys)` or `signedFormat(keys)`
 * @throws {OptionError} when it or an option is not what it must be
 *
 * @example
 * import { cookieSessionFactory, generateKey, signedFormat } from 'cartouche'
 *
 * // Signed, so that the page's own scripts can read it.
 * const factory = cookieSessionFactory(signedFormat(generateKey()), { httpOnly: false })
 * const { session, commit } = factory.open()
 * session.set('theme', 'dark')
 * commit()[0]?.[1].startsWith('__Host-session=') // → true
 */
export function cookieSessionFactory<Data extends object = DefaultData>(
  format: SessionFormat,
  options: CookieSessionOptions<Data> = {},
): SessionFactory<Data> {
  const problem = isFormat(format)
  if (problem !== undefined) throw new OptionError('format', problem)
  const specs = modernSpecs as OptionSpecs<ModernOptions<Data>>
  return modernFactory(checkedFormat(format), resolveOptions(specs, options))
}
