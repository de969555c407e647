/** Sessions in JSON Web Tokens: those of Auth.js, next-auth and better-auth, and those that an application makes itself. */
import type { Secrets } from '../crypto/secret.js'
import { AUTH_JS_MAX_AGE, authJsFormatOf } from '../formats/auth-js.js'
import { betterAuthFormatOf, betterAuthSpecs } from '../formats/better-auth.js'
import type { BetterAuthOptions } from '../formats/better-auth.js'
import { jwtFormatOf, jwtSpecs } from '../formats/jwt.js'
import type { JwtOptions } from '../formats/jwt.js'
import { NEXT_AUTH_MAX_AGE, nextAuthFormatOf } from '../formats/next-auth.js'
import { isMaxAge } from '../formats/shared-claims.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { orNull, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { authJsFormat } from '../formats/auth-js.js'
export type { AuthJsFormatOptions } from '../formats/auth-js.js'
export { betterAuthFormat } from '../formats/better-auth.js'
export type { BetterAuthFormatOptions } from '../formats/better-auth.js'
export { jwtFormat } from '../formats/jwt.js'
export type { JwtAlgorithm, JwtFormatOptions } from '../formats/jwt.js'
export { nextAuthFormat } from '../formats/next-auth.js'
export type { NextAuthFormatOptions } from '../formats/next-auth.js'

/** Options of {@link authJsSessionFactory}; what is left out has its default. */
export type AuthJsSessionOptions<Data extends object = DefaultData> = Given<LanguageOptions<Data>>

/** Options of {@link nextAuthSessionFactory}; what is left out has its default. */
export type NextAuthSessionOptions<Data extends object = DefaultData> = Given<LanguageOptions<Data>>

/** Options of {@link betterAuthSessionFactory}; what is left out has its default. */
export type BetterAuthSessionOptions<Data extends object = DefaultData> = Given<
  LanguageOptions<Data> & Pick<BetterAuthOptions, 'strategy'>
>

/** Options of {@link jwtSessionFactory}; what is left out has its default. */
export type JwtSessionOptions<Data extends object = DefaultData> = Pick<JwtOptions, 'algorithm'> &
  Given<LanguageOptions<Data> & JwtOptions>

/** A token ends by the time in it: no timeouts, unless they are asked for. */
const TIMES = { idleTimeout: null, absoluteTimeout: null }

/** The name is that of the backend, over HTTP or HTTPS. */
type Named<Data extends object> = Omit<LanguageOptions<Data>, 'cookieName'> & {
  cookieName: string | undefined
}

/** The options of a backend whose cookie has another name over HTTPS, and whose tokens live as long as the cookie. */
function namedSpecs<Data extends object>(maxAge: number): OptionSpecs<Named<Data>> {
  const specs = languageSpecs<Data>({ ...TIMES, maxAge })
  const cookieName = { ...specs.cookieName, fallback: undefined }
  return { ...specs, cookieName, maxAge: { fallback: maxAge, check: orNull(isMaxAge) } }
}

/** @param name that of the cookie over HTTP */
function namedFactory<Data extends object>(
  format: SessionFormat,
  options: Named<Data>,
  name: string,
): SessionFactory<Data> {
  const { cookieName = options.secure === true ? `__Secure-${name}` : name } = options
  return languageFactory<Data>(format, { ...options, cookieName })
}

/**
 * A session factory that shares its sessions with an application that uses Auth.js 5 and its strategy `'jwt'`: the
 * session is the token that the callback `jwt` has, with `sub`, `name`, `email` and `picture`, and what you put there.
 *
 * Its defaults are those of Auth.js: the cookie `__Secure-authjs.session-token`, or `authjs.session-token` where `secure`
 * is not `true`; `maxAge` of 30 days, for the token and the cookie. A session that is used is written anew after
 * `reissueTime`, as there.
 *
 * Source: the package @auth/core 0.41.
 *
 * @param secret that of Auth.js (`AUTH_SECRET`): of a list, the first encrypts and all decrypt
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { authJsSessionFactory } from 'cartouche/jwt'
 *
 * const secret = process.env['AUTH_SECRET'] ?? 'the AUTH_SECRET of the application'
 * const { session, commit } = authJsSessionFactory(secret).open()
 * session.set('name', 'Ada')
 * commit()[0]?.[1].startsWith('__Secure-authjs.session-token=') // → true
 */
export function authJsSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: AuthJsSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(namedSpecs<Data>(AUTH_JS_MAX_AGE), options)
  const format = authJsFormatOf(secret, { maxAge: resolved.maxAge ?? AUTH_JS_MAX_AGE })
  return namedFactory(format, resolved, 'authjs.session-token')
}

/**
 * A session factory that shares its sessions with an application that uses next-auth 4: see
 * {@link authJsSessionFactory}. Its cookie is `__Secure-next-auth.session-token`, or `next-auth.session-token`.
 *
 * Source: the package next-auth 4.24.
 *
 * @param secret that of next-auth (`NEXTAUTH_SECRET`): of a list, the first encrypts and all decrypt
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { nextAuthSessionFactory } from 'cartouche/jwt'
 *
 * const secret = process.env['NEXTAUTH_SECRET'] ?? 'the NEXTAUTH_SECRET of the application'
 * const { session, commit } = nextAuthSessionFactory(secret, { secure: false }).open()
 * session.set('name', 'Ada')
 * commit()[0]?.[1].startsWith('next-auth.session-token=') // → true
 */
export function nextAuthSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: NextAuthSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(namedSpecs<Data>(NEXT_AUTH_MAX_AGE), options)
  const format = nextAuthFormatOf(secret, { maxAge: resolved.maxAge ?? NEXT_AUTH_MAX_AGE })
  return namedFactory(format, resolved, 'next-auth.session-token')
}

/**
 * A session factory over what better-auth keeps in the browser of a session (`session.cookieCache`): who the user is, for
 * as long as `maxAge`. better-auth writes it anew of its database: what is set here is there no longer than that.
 *
 * Its cookie is `__Secure-better-auth.session_data`, or `better-auth.session_data` where `secure` is not `true`.
 *
 * Source: the package better-auth 1.7.
 *
 * @param secret that of better-auth (`BETTER_AUTH_SECRET`): of a list, the first writes and all read
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { betterAuthSessionFactory } from 'cartouche/jwt'
 *
 * const secret = process.env['BETTER_AUTH_SECRET'] ?? 'the BETTER_AUTH_SECRET of the application'
 * const sessions = betterAuthSessionFactory<{ user: { name: string } }>(secret, { strategy: 'jwe' })
 * sessions.open().session.get('user')?.name // → undefined
 */
export function betterAuthSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: BetterAuthSessionOptions<Data> = {},
): SessionFactory<Data> {
  const defaults = { ...TIMES, maxAge: betterAuthSpecs.maxAge.fallback, reissueTime: null }
  const specs = { ...namedSpecs<Data>(defaults.maxAge), strategy: betterAuthSpecs.strategy }
  const { strategy, ...rest } = resolveOptions(specs, options)
  const format = betterAuthFormatOf(secret, { strategy, maxAge: rest.maxAge ?? defaults.maxAge })
  return namedFactory(
    format,
    { ...rest, reissueTime: rest.reissueTime ?? null },
    'better-auth.session_data',
  )
}

/**
 * A session factory over tokens that the application makes elsewhere too, as with the package jose: signed or encrypted
 * by the algorithm that is named, and by no other.
 *
 * Its cookie is `session`, which browsers keep as long as the token is good.
 *
 * Source: RFC 7515 to 7519.
 *
 * @param secret as for {@link jwtFormat}
 * @throws {OptionError} when a secret or an option is not what it must be
 *
 * @example
 * import { jwtSessionFactory } from 'cartouche/jwt'
 *
 * const secret = process.env['JWT_SECRET'] ?? 'a secret of 32 bytes or more, of both sides'
 * const factory = jwtSessionFactory(secret, { algorithm: 'HS256', cookieName: 'token' })
 * const { session, commit } = factory.open()
 * session.set('sub', 'ada')
 * commit()[0]?.[1].startsWith('token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.') // → true
 */
export function jwtSessionFactory<Data extends object = DefaultData>(
  secret: Secrets,
  options: JwtSessionOptions<Data>,
): SessionFactory<Data> {
  const { maxAge: age, algorithm, clockTolerance } = jwtSpecs
  const maxAge = { fallback: age.fallback, check: orNull(isMaxAge) }
  const common = { ...languageSpecs<Data>(TIMES), maxAge }
  const {
    algorithm: chosen,
    clockTolerance: tolerance,
    ...rest
  } = resolveOptions({ ...common, algorithm, clockTolerance }, options)
  const given = { algorithm: chosen, clockTolerance: tolerance }
  const format = jwtFormatOf(secret, { ...given, maxAge: rest.maxAge ?? age.fallback })
  return languageFactory<Data>(format, rest)
}
