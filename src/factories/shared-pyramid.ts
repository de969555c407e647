/** What Pyramid's own factories have in common. */
import { cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptionNames, CookieOptions } from '../cookie/attributes.js'
import { readLast } from '../cookie/read.js'
import { readStrictly } from '../cookie/read-strictly.js'
import type { DeserializeError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { isBoolean, isFunction, orNull, pythonInt } from '../lib/options.js'
import type { Check, OptionSpec, OptionSpecs } from '../lib/options.js'
import { hasEqual } from '../session/equal.js'
import type { SessionFactory } from '../session/factory.js'
import { LIVES } from '../session/life.js'
import { commonSpecs, makeFactory } from './shared.js'
import type { CommonOptions } from './shared.js'
import { warnOfTimes } from './shared-times.js'

/**
 * The most characters a cookie value may have, name and attributes not counted: Pyramid's limit,
 * which leaves room for them below the 4096 bytes that browsers keep.
 */
export const MAX_COOKIE_VALUE = 4064

/** Options that all of Pyramid's factories have. */
export interface PyramidOptions extends CommonOptions {
  /**
   * Hears why a cookie was not taken: damaged, forged, expired, not a session; and of which request, where
   * a binding opened the session. Where it fails, at once or later, that is printed. Default: nobody does.
   */
  onInvalid: ((reason: DeserializeError, request?: unknown) => void) | null
  /**
   * Whether changes inside a value are saved without `changed()`: what would be written is compared with what was
   * read, which takes as long again. Default `false`, as in Pyramid, which does not have it.
   */
  detectChanges: boolean
}

export const pyramidSpecs: OptionSpecs<PyramidOptions> = {
  ...commonSpecs,
  onInvalid: { fallback: null, check: orNull(isFunction) },
  detectChanges: { fallback: false, check: isBoolean },
}

/** What Pyramid's factories decide alike. */
export const pyramidWays = ({ duplicates }: Pick<CommonOptions, 'duplicates'>) => ({
  hasEqual,
  mostValue: MAX_COOKIE_VALUE,
  valuesIn: duplicates === 'verify' ? readStrictly : readLast,
})

/** The cookie's options by the names of Pyramid's first factory: `cookieMaxAge`, `cookieSecure` … */
export type CookieNamed = {
  [
    K in keyof CookieOptions as K extends 'cookieName' ? K : `cookie${Capitalize<K>}`
  ]: CookieOptions[K]
}

export const COOKIE_NAMES = {
  maxAge: 'cookieMaxAge',
  path: 'cookiePath',
  domain: 'cookieDomain',
  secure: 'cookieSecure',
  httpOnly: 'cookieHttpOnly',
  sameSite: 'cookieSameSite',
  partitioned: 'cookiePartitioned',
} as const satisfies Omit<CookieOptionNames, 'cookieName'>

export const cookieNamedSpecs: OptionSpecs<CookieNamed> = {
  cookieName: cookieSpecs.cookieName,
  cookieMaxAge: cookieSpecs.maxAge,
  cookiePath: cookieSpecs.path,
  cookieDomain: cookieSpecs.domain,
  cookieSecure: cookieSpecs.secure,
  cookieHttpOnly: cookieSpecs.httpOnly,
  cookieSameSite: cookieSpecs.sameSite,
  cookiePartitioned: cookieSpecs.partitioned,
}

/** Options of the factories that Pyramid has since 1.5. */
export interface LaterOptions extends PyramidOptions, CookieOptions {
  /** Seconds without access after which a session starts empty; `null`: never. Default 1200. */
  timeout: number | null
  /**
   * Seconds that must have passed since the cookie was written for reading to reissue it; `null`: reading
   * never does. Default 0.
   */
  reissueTime: number | null
  /** Whether the cookie is set on the response of a request that ended in an exception. Default `true`. */
  setOnException: boolean
}

/** Pyramid takes these through `int()` when the factory is made. */
const isSeconds: Check = (value) =>
  pythonInt(value) === undefined ? 'must be a number of seconds, or null' : undefined

const seconds = (fallback: number | null, check: Check = isSeconds): OptionSpec<number | null> => ({
  fallback,
  check: orNull(check),
  coerce: (value) => (value === null ? null : pythonInt(value)),
})

export const laterSpecs: OptionSpecs<LaterOptions> = {
  ...pyramidSpecs,
  ...cookieSpecs,
  maxAge: seconds(null, (value) => isSeconds(value) ?? cookieSpecs.maxAge.check(pythonInt(value))),
  timeout: seconds(1200),
  reissueTime: seconds(0),
  setOnException: { fallback: true, check: isBoolean },
}

/** The factory over a format, by resolved options. */
export function laterFactory<Data extends object>(
  format: SessionFormat,
  options: LaterOptions,
): SessionFactory<Data> {
  const { timeout: idleTimeout, reissueTime, detectChanges, setOnException } = options
  warnOfTimes(options)
  const life = { ...LIVES['pyramid-2.0'], idleTimeout, reissueTime, detectChanges }
  return makeFactory({ ...pyramidWays(options), format, life, setOnException }, options)
}
