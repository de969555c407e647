import { gorillaFormatOf, gorillaSpecs } from '../formats/gorilla.js'
import type { GorillaKeyPairs, GorillaOptions } from '../formats/gorilla.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { gorillaFormat } from '../formats/gorilla.js'
export type { GorillaFormatOptions, GorillaKeyPairs, GorillaOptions } from '../formats/gorilla.js'
export { GoComplex, GoMap, GoNumber, GoSlice, GoString, GoTime } from '../serializers/gob/index.js'
export type { GoTimeDetails } from '../serializers/gob/index.js'

type Options<Data extends object> = LanguageOptions<Data> & GorillaOptions

/** Options of {@link gorillaSessionFactory}; what is left out has its default. */
export type GorillaSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

/** The `MaxAge` of a new CookieStore. */
const MONTH = 30 * 86_400

const specs: OptionSpecs<Options<object>> = {
  ...languageSpecs<object>({ secure: false, sameSite: null, maxAge: MONTH }),
  ...gorillaSpecs,
}

/**
 * A session factory that shares its sessions with an application that uses gorilla/sessions. Flash messages are those
 * of `AddFlash` and `Flashes`. As `CookieStore.MaxAge`, `maxAge` is both how long the browser keeps the cookie and how
 * old its text may be, unless `idleTimeout` says otherwise: 30 days. No SameSite is set, and the cookie is sent over HTTP
 * too, as by a new CookieStore; but it is HttpOnly.
 *
 * Source: `sessions.NewCookieStore`, gorilla/sessions 1.2.
 *
 * @param keyPairs as for `NewCookieStore`: a hash key, its block key or `null`, and so on; the first pair writes, all
 * read. Text is UTF-8
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { gorillaSessionFactory } from 'cartouche/gorilla'
 *
 * const hashKey = 'the 32 bytes or more of hash key that the application in Go has'
 * const factory = gorillaSessionFactory([hashKey], { cookieName: 'session-name', secure: true })
 * const { session, commit } = factory.open()
 * session.set('user', 'ada')
 * session.flash('Welcome')
 * commit()[0]?.[1].startsWith('session-name=') // → true
 */
export function gorillaSessionFactory<Data extends object = DefaultData>(
  keyPairs: GorillaKeyPairs,
  options: GorillaSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs as OptionSpecs<Options<Data>>, options)
  const { idleTimeout = resolved.maxAge } = resolved
  return languageFactory<Data>(gorillaFormatOf(keyPairs, resolved), { ...resolved, idleTimeout })
}
