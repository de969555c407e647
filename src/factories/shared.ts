/** What the factories have in common: the options of every one, and Pyramid's rules by version. */
import {
  cookieOf,
  isCookieName,
  isDomain,
  isMaxAge,
  isPath,
  isSameSite,
} from '../cookie/attributes.js'
import type { SameSite } from '../cookie/attributes.js'
import { setCookieWriter } from '../cookie/write.js'
import { randomBytesSpec } from '../crypto/random.js'
import type { RandomBytes } from '../crypto/random.js'
import type { DeserializeError } from '../errors.js'
import { checkLatin1 } from '../formats/shared.js'
import type { TextFormat } from '../formats/shared.js'
import { clockSpec } from '../lib/clock.js'
import { isBoolean, isFunction, isOneOf, orNull, pythonInt } from '../lib/options.js'
import type { Check, OptionSpec, OptionSpecs } from '../lib/options.js'
import { tripleOf } from '../serializers/triple.js'
import { cookieSessionFactory } from '../session/factory.js'
import type { SessionFactory } from '../session/factory.js'
import type { Duplicates, SessionRules } from '../session/state.js'
import { warnOfTimes } from './shared-times.js'

/** Options that every factory has. */
export interface CommonOptions {
  /**
   * Whether the bindings tell caches that an answer whose session was touched depends on the cookie (`Vary:
   * Cookie`), and not to keep one that sets it (`Cache-Control: no-store`, unless you said something else).
   * Default `true`.
   */
  cacheHeaders: boolean
  /**
   * Hears why a cookie was not taken: damaged, forged, expired, not a session; and of which request, where
   * a binding opened the session. Where it fails, at once or later, that is printed. Default: nobody does.
   */
  onInvalid: ((reason: DeserializeError, request?: unknown) => void) | null
  /**
   * Which of several cookies of the session's name counts. `'last'` (default), as in Pyramid: the last.
   * `'verify'`: the last of at most four that is a session and not expired, so that a cookie that somebody else
   * set (another host of the domain, plain HTTP) does not end the session; the header is split at `;` only.
   */
  duplicates: Duplicates
  /** Seconds since 1970, with fractions; for tests. Default: the system's clock. */
  clock: () => number
  /** The source of CSRF tokens; for tests. Default: the system's generator. */
  randomBytes: RandomBytes
}

export const commonSpecs: OptionSpecs<CommonOptions> = {
  cacheHeaders: { fallback: true, check: isBoolean },
  onInvalid: { fallback: null, check: orNull(isFunction) },
  duplicates: { fallback: 'last', check: isOneOf(['last', 'verify']) },
  clock: clockSpec,
  randomBytes: randomBytesSpec,
}

/** Pyramid 1.0 to 1.4: every access reissues the cookie. */
export const OLD_RULES: SessionRules = {
  floatTimes: false,
  reissueAfter: 'always',
  changedMarks: false,
}

/** Pyramid from 1.5 on: writing reissues the cookie, reading after `reissueTime` seconds. */
export function newRules(reissueTime: number | null): SessionRules {
  return { floatTimes: true, reissueAfter: reissueTime, changedMarks: true }
}

/** Options of the factories that Pyramid has since 1.5. */
export interface LaterOptions extends CommonOptions {
  /** The cookie's name. Default `'session'`. */
  cookieName: string
  /** Whole seconds the browser keeps the cookie; `null`: until it is closed. Default `null`. */
  maxAge: number | null
  /** The path below which the cookie is sent; `null`: that of the request. Default `'/'`. */
  path: string | null
  /** The domain the cookie is sent to; `null`: the host that set it. Default `null`. */
  domain: string | null
  /** Whether the cookie is sent over HTTPS only. Default `false`, as in Pyramid: set it to `true`. */
  secure: boolean
  /** Whether scripts in the page cannot read the cookie. Default `false`, as in Pyramid: set it to `true`. */
  httpOnly: boolean
  /** Whether other sites' requests carry the cookie; `null`: no attribute. Default `'Lax'`. */
  sameSite: SameSite | null
  /** Whether a page in a frame has a cookie of its own for each site around it; needs `secure`. Default `false`. */
  partitioned: boolean
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

const seconds = <T>(fallback: T, check: Check = isSeconds): OptionSpec<T> => ({
  fallback,
  check: orNull(check),
  coerce: (value) => (value === null ? null : pythonInt(value)),
})

const isMaxAgeSeconds: Check = (value) => isSeconds(value) ?? isMaxAge(pythonInt(value))

export const laterSpecs: OptionSpecs<LaterOptions> = {
  cookieName: { fallback: 'session', check: isCookieName },
  maxAge: seconds<number | null>(null, isMaxAgeSeconds),
  path: { fallback: '/', check: isPath },
  domain: { fallback: null, check: isDomain },
  secure: { fallback: false, check: isBoolean },
  httpOnly: { fallback: false, check: isBoolean },
  sameSite: { fallback: 'Lax', check: isSameSite },
  partitioned: { fallback: false, check: isBoolean },
  timeout: seconds<number | null>(1200),
  reissueTime: seconds<number | null>(0),
  setOnException: { fallback: true, check: isBoolean },
  ...commonSpecs,
}

/** The factory over a format of text, by resolved options. */
export function laterFactory<Data extends object>(
  format: TextFormat,
  options: LaterOptions,
): SessionFactory<Data> {
  const attributes = cookieOf(options)
  warnOfTimes(options)
  return cookieSessionFactory<Data>({
    rules: newRules(options.reissueTime),
    codec: {
      read: (text) => {
        checkLatin1(text)
        return format.open(text)
      },
      write: (accessed, created, data) => format.sign(tripleOf(accessed, created, data)),
    },
    setCookie: setCookieWriter(attributes),
    ...options,
  })
}
