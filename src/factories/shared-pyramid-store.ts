/** What the factories over Pyramid's sessions in Redis have in common. */
import type { PyramidRedisFormat } from '../formats/shared-pyramid-store.js'
import { isBoolean, isIntegerBetween, isOneOf } from '../lib/options.js'
import type { Check, OptionSpecs } from '../lib/options.js'
import { readSpecs, writeSpecs } from '../serializers/pickle.js'
import type { PickleReadOptions, PickleWriteOptions } from '../serializers/pickle.js'
import { cookiesOf, isRequest } from '../session/cookie-source.js'
import { RequestCookies } from '../session/request-cookies.js'
import type { CookieSource } from '../session/cookie-source.js'
import type { BindableFactory } from '../session/factory.js'
import { LIVES } from '../session/life.js'
import type { DefaultData } from '../session/session.js'
import type { OpenStoredSession } from '../stored/loaded-session.js'
import { PyramidRedisSession } from '../stored/pyramid-redis.js'
import { guardedPyramid } from '../stored/pyramid-redis-settings.js'
import type { PyramidRedisSettings } from '../stored/pyramid-redis-settings.js'
import type { PyramidRedis } from '../stores/pyramid-redis.js'
import { settingsOf } from './shared.js'
import { COOKIE_NAMES, cookieNamedSpecs, pyramidSpecs, pyramidWays } from './shared-pyramid.js'
import type { CookieNamed, PyramidOptions } from './shared-pyramid.js'
import { warnOfTimes } from './shared-times.js'

export interface PyramidStoreOptions
  extends PyramidOptions, CookieNamed, Required<PickleReadOptions>, Required<PickleWriteOptions> {
  /** Whether the cookie is set on the response of a request that ended in an exception. Default `true`. */
  cookieOnException: boolean
  /**
   * Whether changes inside a value are saved without `changed()`. Default `true`, as in `pyramid_session_redis`; the
   * other package never does.
   */
  detectChanges: boolean
  /** Seconds in which Redis must answer. Default 5. */
  storeTimeout: number
  /**
   * What becomes of a request when Redis fails: `'fail'`: it gets a `StoreUnavailable` (503), and the browser keeps
   * its cookie. `'anonymous'`: it goes on with an empty session, of which nothing is written. Default `'fail'`.
   */
  onStoreError: 'fail' | 'anonymous'
}

const LONGEST = 100 * 366 * 86_400 // seconds

const isSeconds = isIntegerBetween(1, LONGEST)
export const isTimeout: Check = (value) =>
  isSeconds(value) === undefined ? undefined : 'must be a whole number of seconds above 0, or null'
const isWait: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= 3600
    ? undefined
    : 'must be a number of seconds above 0'

export const pyramidStoreSpecs: OptionSpecs<PyramidStoreOptions> = {
  ...readSpecs,
  ...writeSpecs,
  ...pyramidSpecs,
  ...cookieNamedSpecs,
  cookieOnException: { fallback: true, check: isBoolean },
  detectChanges: { ...pyramidSpecs.detectChanges, fallback: true },
  storeTimeout: { fallback: 5, check: isWait },
  onStoreError: { fallback: 'fail', check: isOneOf(['fail', 'anonymous']) },
}

/** Opens the sessions of requests from Redis. */
export interface PyramidRedisSessionFactory<
  Data extends object = DefaultData,
> extends BindableFactory<Data> {
  readonly isStored: true
  readonly needsLoad: true
  readonly open: (
    cookie?: CookieSource,
    request?: unknown,
    isSecure?: () => boolean,
  ) => OpenStoredSession<Data>
}

/** Resolved options, and how long a session may be unused. */
type Resolved = PyramidStoreOptions & { readonly timeout: number | null }

/**
 * The factory over a format, by resolved options.
 *
 * @param endsEmpty whether a session that holds nothing any more ends
 */
export function pyramidStoreFactory<Data extends object>(
  format: PyramidRedisFormat,
  store: PyramidRedis,
  options: Resolved,
  endsEmpty: boolean,
): PyramidRedisSessionFactory<Data> {
  const settings = storeSettings(format, store, options, endsEmpty)
  return {
    cookieName: settings.cookieName,
    dependsOnHttps: settings.dependsOnHttps,
    isStored: true,
    needsLoad: true,
    open: (cookie, request = isRequest(cookie) ? cookie : undefined, isSecure) =>
      new PyramidRedisSession<Data>(
        new RequestCookies(cookiesOf(cookie), settings),
        request,
        isSecure,
        settings,
      ),
  }
}

function storeSettings(
  format: PyramidRedisFormat,
  store: PyramidRedis,
  options: Resolved,
  endsEmpty: boolean,
): PyramidRedisSettings {
  const { timeout, cookieMaxAge: maxAge, detectChanges, storeTimeout, onStoreError } = options
  warnOfTimes({ timeout, reissueTime: null, maxAge }, COOKIE_NAMES.maxAge)
  const decided = {
    ...pyramidWays(options),
    format,
    life: { ...LIFE, detectChanges },
    setOnException: options.cookieOnException,
    isStored: true,
  }
  return {
    ...settingsOf(decided, options, COOKIE_NAMES),
    format,
    onStoreError,
    store: guardedPyramid(store, storeTimeout),
    endsEmpty,
  }
}

/** Redis, or what is stored, tells when a session is over. */
const LIFE = {
  ...LIVES['pyramid-2.0'],
  idleTimeout: null,
  reissueTime: 'always',
  sendsEmpty: false,
  expiredIsNew: true,
  invalidateEnds: true,
} as const
