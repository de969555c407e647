import type { Secrets } from '../crypto/secret.js'
import { flaskFormatOf, flaskFormatSpecs } from '../formats/flask.js'
import type { FlaskOptions } from '../formats/flask.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { flaskFormat } from '../formats/flask.js'
export type { FlaskFormatOptions, FlaskOptions } from '../formats/flask.js'
export type { KeyDerivation } from '../formats/shared-itsdangerous.js'
export { Markup } from '../serializers/markup.js'

type Options<Data extends object> = LanguageOptions<Data> & FlaskOptions

/** Options of {@link flaskSessionFactory}; what is left out has its default. */
export type FlaskSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

const DAY = 86_400

/** Flask's `PERMANENT_SESSION_LIFETIME`, which is the longest that any session lives unwritten. */
const LIFETIME = 31 * DAY

/** Flask takes no time ahead of its own clock. */
const MOST_AHEAD = 0

const specs: OptionSpecs<Options<object>> = {
  ...languageSpecs<object>({ secure: false, sameSite: null, idleTimeout: LIFETIME }),
  ...flaskFormatSpecs,
}

/**
 * A session factory that shares its sessions with an application in Flask, whose cookie's defaults it has: `session`,
 * HttpOnly, no SameSite, sent over HTTP too. Flash messages, Flask-WTF's CSRF token and `session.permanent` are those
 * of Flask.
 *
 * Source: `flask.sessions.SecureCookieSessionInterface`, Flask 0.10 to 3.1.
 *
 * @param secretKey Flask's `SECRET_KEY`, or a list: the first signs, all verify. Behind the first come Flask's
 * `SECRET_KEY_FALLBACKS`
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { flaskSessionFactory } from 'cartouche/flask'
 *
 * const factory = flaskSessionFactory('the SECRET_KEY of the application in Flask', { secure: true })
 * const { session, commit } = factory.open()
 * session.set('user_id', 7)
 * session.flash('Welcome', 'info')
 * commit()[0]?.[1].startsWith('session=') // → true
 */
export function flaskSessionFactory<Data extends object = DefaultData>(
  secretKey: Secrets,
  options: FlaskSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs as OptionSpecs<Options<Data>>, options)
  return languageFactory<Data>(flaskFormatOf(secretKey, resolved), resolved, MOST_AHEAD)
}
