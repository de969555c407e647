import type { Secrets } from '../crypto/secret.js'
import { starletteFormat } from '../formats/starlette.js'
import { resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import type { DefaultData } from '../session/session.js'
import { languageFactory, languageSpecs } from './shared-language.js'
import type { LanguageOptions } from './shared-language.js'

export { starletteFormat } from '../formats/starlette.js'

type Options<Data extends object> = LanguageOptions<Data>

/** Options of {@link starletteSessionFactory}; what is left out has its default. */
export type StarletteSessionOptions<Data extends object = DefaultData> = Given<Options<Data>>

const DAY = 86_400

/** Starlette takes no time ahead of its own clock, where sessions end. */
const MOST_AHEAD = 0

const specs: OptionSpecs<Options<object>> = languageSpecs<object>({
  secure: false,
  sameSite: 'Lax',
  maxAge: 14 * DAY,
})

/**
 * A session factory that shares its sessions with an application in Starlette or FastAPI, whose cookie's defaults it
 * has: `session`, HttpOnly, SameSite=Lax, sent over HTTP too, kept for 14 days.
 *
 * Source: `starlette.middleware.sessions.SessionMiddleware`, Starlette 0.12 to 1.7.
 *
 * @param secretKey the middleware's `secret_key`, or a list: the first signs, all verify
 * @param options `maxAge` is the middleware's `max_age`: after so many seconds the cookie is gone, and where no
 * `idleTimeout` is given the session has ended
 * @throws {OptionError} when a key or an option is not what it must be
 *
 * @example
 * import { starletteSessionFactory } from 'cartouche/starlette'
 *
 * const factory = starletteSessionFactory('the secret_key of the SessionMiddleware', { secure: true })
 * const { session, commit } = factory.open()
 * session.set('user_id', 7)
 * commit()[0]?.[1].includes('; Max-Age=1209600;') // → true
 */
export function starletteSessionFactory<Data extends object = DefaultData>(
  secretKey: Secrets,
  options: StarletteSessionOptions<Data> = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs as OptionSpecs<Options<Data>>, options)
  const { maxAge, idleTimeout = maxAge } = resolved
  const mostAhead = idleTimeout === null ? undefined : MOST_AHEAD
  return languageFactory<Data>(starletteFormat(secretKey), { ...resolved, idleTimeout }, mostAhead)
}
