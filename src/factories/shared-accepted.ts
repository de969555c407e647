/** Older formats beside a factory's own, as options. */
import { checkedCookie, cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import { setCookieWriter } from '../cookie/write.js'
import { OptionError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { isFunction, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpec, OptionSpecs } from '../lib/options.js'
import type { AcceptedFormat } from '../session/accepted.js'

interface Options extends Pick<CookieOptions, 'path' | 'domain'> {
  /** What is read, such as `pyramidHexFormat(secret)`. */
  format: SessionFormat
  /** The day from which it is read no more: a Date, or text such as `'2027-06-30'`. */
  until: Date | string
  /**
   * Makes of the data in it what the factory's own format can hold: of Python's datetimes Dates, say. It gets a Map,
   * and gives one. Default: they stay as they are, and what cannot be held is an error when the session is written.
   */
  convert: ((data: Map<unknown, unknown>) => Map<unknown, unknown>) | null
  /** Hears of each session that was read in it: to count them, and to see when there are none any more. */
  onUse: (() => void) | null
  /**
   * The cookie that holds it, where that is not the factory's own. It is taken away when that one is set, by its
   * `path` and `domain`. Default: the factory's own.
   */
  cookieName: string | null
}

/** An older format that is read, and never written. */
export type AcceptFormat = Pick<Options, 'format' | 'until'> & Given<Options>

/** Says whether a value is a format. */
export const isFormat: Check = (value) => {
  const { name, read, write, dataText } = (value ?? {}) as Partial<SessionFormat>
  const isOne = typeof name === 'string' && [read, write, dataText].every((f) => !isFunction(f))
  return isOne ? undefined : 'must be a session format, such as sealedFormat(keys)'
}

/** A reader that anybody can write for would let anybody in. */
const isGenuine: Check = (value) => {
  const problem = isFormat(value)
  if (problem !== undefined || (value as SessionFormat).isAuthenticated === true) return problem
  return 'must be one that only who has a key can write (isAuthenticated)'
}

const dayOf = (value: unknown): number =>
  typeof value === 'string' || value instanceof Date ? Number(new Date(value)) / 1000 : Number.NaN

const isDay: Check = (value) =>
  Number.isFinite(dayOf(value)) ? undefined : "must be a Date, or a day such as '2027-06-30'"

const specs: OptionSpecs<Options> = {
  format: { fallback: undefined as never, check: isGenuine },
  until: { fallback: undefined as never, check: isDay },
  convert: { fallback: null, check: orNull(isFunction) },
  onUse: { fallback: null, check: orNull(isFunction) },
  cookieName: { fallback: null, check: orNull(cookieSpecs.cookieName.check) },
  path: cookieSpecs.path,
  domain: cookieSpecs.domain,
}

export const acceptedSpec: OptionSpec<readonly AcceptFormat[]> = {
  fallback: [],
  check: (value) => (Array.isArray(value) ? undefined : 'must be a list of { format, until }'),
}

/**
 * The formats as the life cycle takes them.
 *
 * @param cookie the factory's own
 * @throws {OptionError} `acceptFormats[0].until` and so on
 */
export function acceptedOf(
  given: readonly AcceptFormat[],
  cookie: CookieOptions,
): readonly AcceptedFormat[] {
  return given.map((entry, at) => {
    try {
      return acceptedFormat(entry, cookie)
    } catch (error) {
      if (!(error instanceof OptionError)) throw error
      throw new OptionError(`acceptFormats[${at}].${error.option}`, error.problem)
    }
  })
}

function acceptedFormat(entry: AcceptFormat, cookie: CookieOptions): AcceptedFormat {
  const options = resolveOptions(specs, entry)
  for (const name of ['format', 'until'] as const) {
    if (options[name] === undefined) throw new OptionError(name, 'must be given')
  }
  const { format, until, convert, onUse, path, domain } = options
  const cookieName = options.cookieName ?? cookie.cookieName
  const isOwn = cookieName === cookie.cookieName && path === cookie.path && domain === cookie.domain
  const old = isOwn
    ? cookie
    : checkedCookie({ ...cookie, cookieName, path, domain, partitioned: false })
  // Over plain HTTP browsers take no secure cookie, not even an empty one.
  const clearing = isOwn ? undefined : setCookieWriter(old)('', 0, 0, () => false)
  return { format, until: dayOf(until), convert, onUse, cookieName, clearing }
}
