/** Sessions of Express in cookies: those of cookie-session, and those in a signed cookie of cookie-parser. */
import type { Secrets } from '../crypto/secret.js'
import { cookieParserFormat } from '../formats/cookie-parser.js'
import {
  cookieSessionFormatOf,
  cookieSessionFormatSpecs,
} from '../formats/express-cookie-session.js'
import type { CookieSessionFormatOptions } from '../formats/express-cookie-session.js'
import { resolveOptions } from '../lib/options.js'
import type { Given } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { cookieParserFormat, readSignedCookie } from '../formats/cookie-parser.js'
export { expressCookieSessionFormat } from '../formats/express-cookie-session.js'
export type { ExpressCookieSessionFormatOptions } from '../formats/express-cookie-session.js'

/** Options of {@link expressCookieSessionFactory}; what is left out has its default. */
export type ExpressCookieSessionOptions<Data extends object = DefaultData> = Given<
  LanguageOptions<Data> & CookieSessionFormatOptions
>

/** Options of {@link cookieParserSessionFactory}; what is left out has its default. */
export type CookieParserSessionOptions<Data extends object = DefaultData> = Given<
  LanguageOptions<Data>
>

/** The cookies of both are secure where they are set over HTTPS. */
const DEFAULTS = { secure: 'auto' } as const

/**
 * A session factory that shares its sessions with an Express application that uses cookie-session. The cookie `session`
 * has another beside it, `session.sig`. It is signed, and not encrypted; it holds no times, so that no session ends by
 * itself.
 *
 * Source: the package cookie-session 2.1.
 *
 * @param keys the application's `keys`, or its `secret`: of a list, the first signs and all verify
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { expressCookieSessionFactory } from 'cartouche/cookie-session'
 *
 * const factory = expressCookieSessionFactory([process.env['SESSION_SECRET'] ?? ''])
 * const { session, commit } = factory.open()
 * session.set('user', 'ada')
 * commit().length // → 2
 */
export function expressCookieSessionFactory<Data extends object = DefaultData>(
  keys: Secrets,
  options: ExpressCookieSessionOptions<Data> = {},
): SessionFactory<Data> {
  const specs = { ...languageSpecs<Data>(DEFAULTS), ...cookieSessionFormatSpecs }
  const { algorithm, encoding, ...rest } = resolveOptions(specs, options)
  return languageFactory<Data>(cookieSessionFormatOf(keys, { algorithm, encoding }), rest)
}

/**
 * A session factory over a signed cookie that holds an object, as Express sets it by
 * `res.cookie('session', { … }, { signed: true })` and cookie-parser reads it. Signed, and not encrypted; no session
 * ends by itself.
 *
 * Source: the package cookie-parser 1.4, Express 4 and 5.
 *
 * @param secret that of cookie-parser: of a list, the first signs and all verify
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { cookieParserSessionFactory } from 'cartouche/cookie-session'
 *
 * const secret = process.env['SESSION_SECRET'] ?? ''
 * const { session, commit } = cookieParserSessionFactory(secret, { cookieName: 'visitor' }).open()
 * session.set('theme', 'dark')
 * commit()[0]?.[1].startsWith('visitor=s%3Aj%3A') // → true
 */
export function cookieParserSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: CookieParserSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(languageSpecs<Data>(DEFAULTS), options)
  return languageFactory<Data>(cookieParserFormat(secret), resolved)
}
