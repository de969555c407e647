/** Sessions of iron-session 6 to 8. */
import { ironFormatOf, ironSpecs, SKEW } from '../formats/iron.js'
import type { IronOptions, IronPassword } from '../formats/iron.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { ironFormat } from '../formats/iron.js'
export type { IronFormatOptions, IronPassword } from '../formats/iron.js'

/** Options of {@link ironSessionFactory}; what is left out has its default. */
export type IronSessionOptions<Data extends object = DefaultData> = Given<
  LanguageOptions<Data> & IronOptions
>

/** Browsers keep no cookie for longer: RFC 6265bis, 5.5. */
const LONGEST_USE = 400 * 86_400

/**
 * A session factory that shares its sessions with applications that use iron-session: of Next.js, mostly. They are
 * encrypted, and end `ttl` seconds after they were written. Browsers keep the cookie for a minute less, unless `maxAge`
 * says otherwise; as iron-session, reading does not set it again.
 *
 * Source: the package iron-session 8.0.
 *
 * @param password the application's: text of 32 characters or more, or passwords by their ids
 * @throws {OptionError} when a password or an option is not what it must be
 *
 * @example
 * import { ironSessionFactory } from 'cartouche/iron'
 *
 * const password = process.env['SESSION_SECRET'] ?? ''
 * const { session, commit } = ironSessionFactory(password, { cookieName: 'shop' }).open()
 * session.set('user', 'ada')
 * commit()[0]?.[1].startsWith('shop=Fe26.2*1*') // → true
 */
export function ironSessionFactory<Data extends object = DefaultData>(
  password: IronPassword,
  options: IronSessionOptions<Data> = {},
): SessionFactory<Data> {
  const defaults = { maxAge: undefined as never }
  const specs = { ...languageSpecs<Data>(defaults), ...ironSpecs }
  const { ttl, ...rest } = resolveOptions(specs, options)
  const maxAge = rest.maxAge === undefined ? ageOf(ttl) : rest.maxAge
  return languageFactory<Data>(ironFormatOf(password, { ttl }), { ...rest, maxAge })
}

const ageOf = (ttl: number): number =>
  Math.min(LONGEST_USE, ttl === 0 ? LONGEST_USE : Math.max(1, ttl - SKEW))
