/** What the factories have in common: the options of every one, and how settings are made of them. */
import { MOST_COOKIE_BYTES, checkedCookie } from '../cookie/attributes.js'
import type { CookieOptionNames, CookieOptions } from '../cookie/attributes.js'
import { linesToClear } from '../cookie/clear.js'
import { setCookieWriter } from '../cookie/write.js'
import { randomBytesSpec } from '../crypto/random.js'
import type { RandomBytes } from '../crypto/random.js'
import { OptionError } from '../errors.js'
import { isUrlsafe } from '../formats/shared-format.js'
import { clockSpec } from '../lib/clock.js'
import { isBoolean, isFunction, isOneOf, orNull } from '../lib/options.js'
import type { OptionSpecs } from '../lib/options.js'
import { teller } from '../session/events.js'
import type { Listeners, SessionEvent } from '../session/events.js'
import { sessionFactory } from '../session/factory.js'
import type { SessionFactory } from '../session/factory.js'
import type { SessionSettings } from '../session/settings.js'
import { newId } from '../session/state.js'
import { TokenKeys } from '../session/token-keys.js'
import { acceptedSpec, acceptedOf } from './shared-accepted.js'
import type { AcceptFormat } from './shared-accepted.js'

/** Options that every factory has. */
export interface CommonOptions {
  /**
   * Older formats that are read too, and never written: each until a day. A session that was read in one is
   * written in the factory's own when it is first used; only to look (`peek()`, `toJSON`, a CSRF check) moves nothing.
   * Where the factory's own carries no `subject` and no `persistent`, as Pyramid's, these cannot be kept. Default: none.
   */
  acceptFormats: readonly AcceptFormat[]
  /**
   * Whether the bindings tell caches that an answer whose session was touched depends on the cookie (`Vary:
   * Cookie`), and not to keep one that sets it (`Cache-Control: no-store`, unless you said something else).
   * Default `true`.
   */
  cacheHeaders: boolean
  /**
   * Hears what happens to sessions: of cookies that were not taken, that were set again because it was time, of
   * sessions that were ended or read in an older format. Where it fails, at once or later, that is printed.
   * Default: nobody does. So do subscribers of the diagnostics channel `cartouche:session`; one that throws ends the
   * process, by Node's rule for channels.
   */
  onEvent: ((event: SessionEvent) => void) | null
  /**
   * Which of several cookies of the session's name counts. `'last'`, as in Pyramid: the last. `'verify'`: the
   * last of at most four that is a session and not expired, so that a cookie that somebody else set (another
   * host of the domain, plain HTTP) does not end the session; the header is split at `;` only. Default `'last'`
   * with Pyramid's factories, `'verify'` with the others.
   */
  duplicates: 'last' | 'verify'
  /** Seconds since 1970, with fractions; for tests. Default: the system's clock. */
  clock: () => number
  /** The source of CSRF tokens and of ids; for tests. Default: the system's generator. */
  randomBytes: RandomBytes
}

export const commonSpecs: OptionSpecs<CommonOptions> = {
  acceptFormats: acceptedSpec,
  cacheHeaders: { fallback: true, check: isBoolean },
  onEvent: { fallback: null, check: orNull(isFunction) },
  duplicates: { fallback: 'last', check: isOneOf(['last', 'verify']) },
  clock: clockSpec,
  randomBytes: randomBytesSpec,
}

/** What a factory has decided besides its options. */
type Decided = Pick<
  SessionSettings,
  'format' | 'life' | 'valuesIn' | 'setOnException' | 'hasEqual'
> &
  Partial<
    Pick<
      SessionSettings,
      'mostValue' | 'persistent' | 'revocation' | 'fit' | 'isStored' | 'identity'
    >
  >

/**
 * All that a factory over a format decides, with cookies as resolved options say.
 *
 * @param names how the factory spells the cookie's options
 * @throws {OptionError} for options that do not go together
 */
export function settingsOf(
  decided: Decided,
  options: CommonOptions & Pick<Listeners, 'onInvalid'> & object,
  names?: Partial<CookieOptionNames>,
): SessionSettings {
  const cookie = checkedCookie(options, names)
  const { cookieName } = cookie
  const { acceptFormats, cacheHeaders, clock, randomBytes } = options
  const settings: SessionSettings = {
    cacheHeaders,
    clock,
    randomBytes,
    mostValue: MOST_COOKIE_BYTES - cookieName.length,
    persistent: false,
    revocation: null,
    isStored: false,
    identity: newId,
    fit: null,
    tokenKeys: new TokenKeys(),
    ...decided,
    cookieName,
    setCookie: setCookieWriter(cookie, isUrlsafe(decided.format)),
    setOther: (cookieName) => setCookieWriter({ ...cookie, cookieName }),
    dependsOnHttps: cookie.secure === 'auto',
    clearTwin: cookie.partitioned ? twinClearer(cookie) : undefined,
    accepted: acceptedOf(acceptFormats, cookie, names),
    hear: teller(options),
  }
  checkRevocable(settings)
  return settings
}

/** Takes the cookies away that a factory had before it was told to partition them. */
const twinClearer =
  (cookie: CookieOptions) =>
  (cookieName: string): readonly string[] => {
    const own = { ...cookie, cookieName }
    return linesToClear(own, own)
  }

/** The factory that keeps sessions in a cookie, likewise. */
export function makeFactory<Data extends object>(
  ...decisions: Parameters<typeof settingsOf>
): SessionFactory<Data> {
  return sessionFactory<Data>(settingsOf(...decisions))
}

function checkRevocable({ revocation, format, life }: SessionSettings): void {
  if (revocation === null) return
  if (!format.carriesId) {
    throw new OptionError('revocation', `needs a format that carries ids; ${format.name} does not`)
  }
  if (!life.expiredIsNew || !life.invalidateEnds) {
    throw new OptionError('revocation', 'needs rules by which sessions end, such as LIVES.modern')
  }
}
