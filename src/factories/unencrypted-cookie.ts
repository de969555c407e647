import type { Secrets } from '../crypto/secret.js'
import { hexFormatOf, hexFormatSpecs } from '../formats/pyramid-hex.js'
import type { HexFormatOptions } from '../formats/pyramid-hex.js'
import { isBoolean, isFiniteOrNull, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import type { SessionFactory } from '../session/factory.js'
import { LIVES } from '../session/life.js'
import type { DefaultData } from '../session/session.js'
import { makeFactory } from './shared.js'
import { COOKIE_NAMES, cookieNamedSpecs, pyramidSpecs, pyramidWays } from './shared-pyramid.js'
import type { CookieNamed, PyramidOptions } from './shared-pyramid.js'
import { warnOfTimes } from './shared-times.js'

interface Options extends PyramidOptions, CookieNamed, HexFormatOptions {
  /** Seconds without access after which a session starts empty; `null`: never. Default 1200. */
  timeout: number | null
  /** Whether the cookie is set on the response of a request that ended in an exception. Default `true`. */
  cookieOnException: boolean
}

/** Options of {@link unencryptedCookieSessionFactoryConfig}; what is left out has its default. */
export type UnencryptedCookieSessionOptions = Given<Options>

const specs: OptionSpecs<Options> = {
  timeout: { fallback: 1200, check: isFiniteOrNull },
  ...cookieNamedSpecs,
  cookieOnException: { fallback: true, check: isBoolean },
  ...hexFormatSpecs,
  ...pyramidSpecs,
}

/** The rules of a version. */
const LIFE = { '1.3': LIVES['pyramid-1.0'], '1.10': LIVES['pyramid-1.5'] }

/**
 * A session factory that keeps sessions in a signed cookie. The cookie is not encrypted: who has
 * the browser can read it, but not change it.
 *
 * Source: `pyramid.session.UnencryptedCookieSessionFactoryConfig`, Pyramid 1.0 to 1.10; the cookies
 * are the same, so a Pyramid application with the same secret shares its sessions.
 *
 * @param secret text or bytes, not empty; the same in every process that shares the sessions. Or a
 * list of them: the first signs, all verify
 * @throws {OptionError} when the secret or an option is not what it must be
 *
 * @example
 * import { unencryptedCookieSessionFactoryConfig } from 'cartouche'
 *
 * const factory = unencryptedCookieSessionFactoryConfig<{ userId: number }>('seekrit', {
 *   timeout: 3600,
 *   cookieSecure: true,
 * })
 * const { session, commit } = factory.open(undefined)
 * session.get('userId') // → undefined
 * session.set('userId', 7)
 * commit()[0]?.[0] // → 'Set-Cookie'
 */
export function unencryptedCookieSessionFactoryConfig<Data extends object = DefaultData>(
  secret: Secrets,
  options: UnencryptedCookieSessionOptions = {},
): SessionFactory<Data> {
  const resolved = resolveOptions(specs, options)
  const { timeout, cookieMaxAge: maxAge, detectChanges, pyramidVersion } = resolved
  warnOfTimes({ timeout, reissueTime: null, maxAge }, COOKIE_NAMES.maxAge)
  const decided = {
    ...pyramidWays(resolved),
    format: hexFormatOf(secret, resolved),
    life: { ...LIFE[pyramidVersion], idleTimeout: timeout, detectChanges },
    setOnException: resolved.cookieOnException,
  }
  return makeFactory(decided, resolved, COOKIE_NAMES)
}
