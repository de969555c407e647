/** Older formats beside a factory's own, as options. */
import { checkedCookie, cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptionNames, CookieOptions } from '../cookie/attributes.js'
import { isSameCookie, linesToClear } from '../cookie/clear.js'
import { OptionError } from '../errors.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { isDate } from '../lib/kinds.js'
import { isFunction, orNull, resolveOptions } from '../lib/options.js'
import type { Check, Given, OptionSpec, OptionSpecs } from '../lib/options.js'
import type { AcceptedFormat } from '../session/accepted.js'
import { checkedFormat, isFormat } from './shared-format.js'

interface Options extends Pick<CookieOptions, 'path' | 'domain'> {
  /** What is read, such as `pyramidHexFormat(secret)`. */
  format: SessionFormat
  /** The day or time from which it is read no more: a Date, or text such as `'2027-06-30'` or `'2027-06-30T12:00Z'`. */
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
   * `path`, `domain` and `partitioned`. Default: the factory's own.
   */
  cookieName: string | null
  /**
   * Whether that cookie was partitioned. With `true`, the one of its name that is not is taken away as well, for a
   * request does not tell them apart. Where the factory's own was so before, give its own format with `true`. Default
   * `null`: as the factory's own.
   */
  partitioned: boolean | null
}

/** An older format that is read, and never written. */
export type AcceptFormat = Pick<Options, 'format' | 'until'> & Given<Options>

/** A reader that anybody can write for would let anybody in. */
const isGenuine: Check = (value) => {
  const problem = isFormat(value)
  if (problem !== undefined || (value as SessionFormat).isAuthenticated === true) return problem
  return 'must be one that only who has a key can write (isAuthenticated)'
}

/** ISO 8601, as far as all engines read it alike. */
const DAY = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/

/** Seconds since 1970; NaN for what is no time. */
function timeOf(value: unknown): number {
  if (isDate(value)) return Date.prototype.getTime.call(value) / 1000
  const [, day] = typeof value === 'string' ? (DAY.exec(value) ?? []) : []
  return day !== undefined && isInCalendar(day) ? Date.parse(value as string) / 1000 : Number.NaN
}

/** Engines take February 31 for March 3. */
function isInCalendar(day: string): boolean {
  const time = Date.parse(day)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day)
}

const isDay: Check = (value) =>
  Number.isFinite(timeOf(value))
    ? undefined
    : "must be a Date, or a day or time that exists, such as '2027-06-30' or '2027-06-30T12:00Z'"

const specs: OptionSpecs<Options> = {
  format: { fallback: undefined as never, check: isGenuine },
  until: { fallback: undefined as never, check: isDay },
  convert: { fallback: null, check: orNull(isFunction) },
  onUse: { fallback: null, check: orNull(isFunction) },
  cookieName: { fallback: null, check: orNull(cookieSpecs.cookieName.check) },
  path: cookieSpecs.path,
  domain: cookieSpecs.domain,
  partitioned: { fallback: null, check: orNull(cookieSpecs.partitioned.check) },
}

export const acceptedSpec: OptionSpec<readonly AcceptFormat[]> = {
  fallback: [],
  check: (value) => (Array.isArray(value) ? undefined : 'must be a list of { format, until }'),
}

/**
 * The formats as the life cycle takes them.
 *
 * @param cookie the factory's own
 * @param names how the factory spells the cookie's options
 * @throws {OptionError} `acceptFormats[0].until` and so on
 */
export function acceptedOf(
  given: readonly AcceptFormat[],
  cookie: CookieOptions,
  names: Partial<CookieOptionNames> = {},
): readonly AcceptedFormat[] {
  // A hole is an entry too.
  return Array.from(given, (entry, at) => {
    try {
      return acceptedFormat(entry, cookie)
    } catch (error) {
      if (!(error instanceof OptionError)) throw error
      const isOfEntry = isGivenBy(entry, error) || Object.hasOwn(specs, error.option)
      throw isOfEntry ? errorOfEntry(error, at) : errorOfFactory(error, at, names)
    }
  })
}

const isGivenBy = (entry: unknown, { option }: OptionError): boolean =>
  option === 'options' || Object.hasOwn(Object(entry) as object, option)

const errorOfEntry = ({ option, problem }: OptionError, at: number): OptionError =>
  new OptionError(`acceptFormats[${at}].${option}`, problem)

/** What an entry does not say of its cookie is as the factory says of its own. */
function errorOfFactory(
  { option, problem }: OptionError,
  at: number,
  names: Partial<CookieOptionNames>,
): OptionError {
  const name = names[option as keyof CookieOptionNames] ?? option
  return new OptionError(name, `${problem}: see acceptFormats[${at}]`)
}

function acceptedFormat(entry: AcceptFormat, cookie: CookieOptions): AcceptedFormat {
  const options = resolveOptions(specs, entry)
  for (const name of ['format', 'until'] as const) {
    if (options[name] === undefined) throw new OptionError(name, 'must be given')
  }
  const { format, until, convert, onUse, path, domain } = options
  const cookieName = options.cookieName ?? cookie.cookieName
  const partitioned = options.partitioned ?? cookie.partitioned
  // In frames, where such cookies are, browsers take no line with another value.
  const sameSite = partitioned && cookie.secure === true ? 'None' : cookie.sameSite
  const place = { cookieName, path, domain, partitioned }
  const isReplaced = isSameCookie(place, cookie)
  const old = isReplaced ? cookie : checkedCookie({ ...cookie, ...place, sameSite })
  const linesFor = (cookieName: string, kept: CookieOptions): readonly string[] =>
    linesToClear({ ...old, cookieName }, kept)
  return {
    format: checkedFormat(format),
    until: timeOf(until),
    convert,
    onUse,
    cookieName,
    clearing: (name) => linesFor(name, cookie),
    elsewhere: (name) => linesFor(name, { ...cookie, cookieName: name }),
    isReplaced,
    isBehind: cookieName === cookie.cookieName && mayBeShorter(path, cookie.path),
  }
}

/** Without a path it is that of the page. */
const mayBeShorter = (path: string | null, own: string | null): boolean =>
  path === null || own === null || path.length < own.length
