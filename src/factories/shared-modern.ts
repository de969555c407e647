/** The general factory: any format, today's rules and defaults. */
import { cookieSpecs } from '../cookie/attributes.js'
import type { CookieOptions } from '../cookie/attributes.js'
import { readLastStrictly, readStrictly } from '../cookie/read-strictly.js'
import { OptionError } from '../errors.js'
import { carriesPersistent } from '../formats/shared-format.js'
import type { SessionFormat } from '../formats/shared-format.js'
import { isBoolean, isFunction, isOptions, isSeconds, orNull } from '../lib/options.js'
import type { Check, OptionSpec, OptionSpecs } from '../lib/options.js'
import { sessionFactory } from '../session/factory.js'
import type { SessionFactory } from '../session/factory.js'
import type { SessionSettings } from '../session/settings.js'
import { MODERN } from '../session/life.js'
import type { SessionLife } from '../session/life.js'
import { inTimeList } from '../session/later-list.js'
import type { RevocationList } from '../session/revocation.js'
import { fitter } from '../session/schema.js'
import type { Migrate, StandardSchema } from '../session/schema.js'
import { equalAsWritten } from './shared-equal.js'
import { commonSpecs, settingsOf } from './shared.js'
import type { CommonOptions } from './shared.js'
import { LATE } from './shared-times.js'

type GivenTimes = Pick<
  ModernOptions<object>,
  'life' | 'idleTimeout' | 'absoluteTimeout' | 'reissueTime'
> & {
  /** Seconds that the browser keeps the cookie. */
  readonly maxAge?: number | null
}
type Times = Pick<SessionLife, 'idleTimeout' | 'absoluteTimeout' | 'reissueTime'>

/** Options of the general factory. */
export interface ModernOptions<Data extends object>
  extends CommonOptions, Omit<CookieOptions, 'maxAge'> {
  /** The cookie's name. Default `'__Host-session'`: browsers take it only from the host itself, over HTTPS. */
  cookieName: string
  /**
   * Whether the cookie is sent over HTTPS only (and to `http://localhost`, but in Safari); `'auto'`: if it was set
   * over HTTPS, by the word of the framework. Default `true`.
   */
  secure: boolean | 'auto'
  /** Whether scripts in the page cannot read the cookie. Default `true`. */
  httpOnly: boolean
  /**
   * Seconds without access after which a session has ended, from 2 on; `null`: never. It may end up to a second before:
   * the time of the last access is kept in whole seconds. Default 1800, half an hour, or `absoluteTimeout` where that is
   * less.
   */
  idleTimeout: number | null | undefined
  /**
   * Seconds after sign-in at which a session has ended in any case, from 2 on; `null`: never. Default 43200, twelve hours.
   * In a session of `acceptFormats` that does not tell of it, such as Pyramid's: after its cookie was written last; where
   * that tells no time at all, such as those of cookie-session, Rails or iron-session: after the request that moves it.
   */
  absoluteTimeout: number | null | undefined
  /**
   * Seconds that must have passed since the cookie was written for reading to write it again, so that the idle
   * timeout counts from there. `null`: reading never does. More than a second less than `idleTimeout`: they are counted
   * from the whole second of the last access. Default 60, or half of what the timeout (or `maxAge`) is above one second,
   * where that is less.
   */
  reissueTime: number | null | undefined
  /**
   * Whether the browser keeps the cookie when it is closed, for as long as it can live: its Max-Age is that of the
   * timeouts. For one session: `session.persistent`. Default `false`.
   */
  persistent: boolean
  /** Whether the cookie is set on the response of a request that ended in an exception. Default `true`. */
  setOnException: boolean
  /**
   * The sessions that were ended before their time. Where the list may answer later, as those of Redis and PostgreSQL
   * do, await `load()` before the session is used and `flush()` before `commit()`; the bindings do so. Default `null`:
   * a copy of a cookie lives on after sign-out.
   */
  revocation: RevocationList | null
  /**
   * What the data must be, by zod, valibot, arktype or another Standard Schema, which must answer at once. They
   * are held against it when they are read; where they do not fit, a new session begins. Default: anything.
   */
  schema: StandardSchema<Data> | null
  /** Makes of data that do not fit the schema such that do; gives `undefined` where it cannot. Default: nothing. */
  migrate: Migrate<Data> | null
  /**
   * The rules that the session follows, with their times where no others are given: by `writesMark` or `detectChanges`
   * what was written gets into the cookie. Default `LIVES.modern`.
   */
  life: SessionLife
}

const isPositive: Check = (value) =>
  typeof value === 'number' && value > 0
    ? isSeconds(value)
    : 'must be a number of seconds above 0, or null'

/**
 * The time of the last access is kept in whole seconds: reading is due a second later at the soonest, and is to be due
 * for a second at least before the session has ended.
 */
const isTimeout: Check = (value) =>
  typeof value === 'number' && value >= 2
    ? isSeconds(value)
    : 'must be a number of seconds from 2 on, or null'

const timeSpec = (check: Check): OptionSpec<number | null | undefined> => ({
  fallback: undefined,
  check: orNull(check),
})

const isList: Check = (value) => {
  const { isRevoked, revoke } = value as Partial<RevocationList>
  const isOne = isFunction(isRevoked) === undefined && isFunction(revoke) === undefined
  return isOne ? undefined : 'must have the functions isRevoked and revoke'
}

const isSchema: Check = (value) => {
  const { validate } = (value as Partial<StandardSchema>)['~standard'] ?? {}
  return isFunction(validate) === undefined
    ? undefined
    : 'must be a Standard Schema, such as zod makes'
}

const isAhead: Check = (value) =>
  Number.isFinite(value) && (value as number) >= 0 ? undefined : 'must be a number of seconds'

/** Pyramid's, which has 0 too. */
const isReissueTime: Check = (value) =>
  value === 'always' || value === null || isAhead(value) === undefined
    ? undefined
    : "must be a number of seconds, 'always' or null"

const RULES: Readonly<Record<keyof SessionLife, Check>> = {
  idleTimeout: orNull(isTimeout),
  absoluteTimeout: orNull(isTimeout),
  reissueTime: isReissueTime,
  writesMark: isBoolean,
  changedMarks: isBoolean,
  detectChanges: isBoolean,
  sendsEmpty: isBoolean,
  expiredIsNew: isBoolean,
  invalidateEnds: isBoolean,
  mostAhead: isAhead,
  takesAnyTime: isBoolean,
}

const isLife: Check = (value) => {
  const life = (value ?? {}) as Readonly<Record<string, unknown>>
  const isWhole = isOptions(value) === undefined && Object.keys(RULES).every((rule) => rule in life)
  if (!isWhole) return 'must be rules such as LIVES.modern'
  const unknown = Object.keys(life).find((rule) => !Object.hasOwn(RULES, rule))
  if (unknown !== undefined) return `has no rule ${unknown}`
  const [problem] = Object.entries(RULES).flatMap(([rule, check]) => {
    const wrong = check(life[rule])
    return wrong === undefined ? [] : `is wrong: ${rule} ${wrong}`
  })
  if (problem !== undefined || life['writesMark'] === true || life['detectChanges'] === true) {
    return problem
  }
  return 'loses what is written without changed(): writesMark or detectChanges must be true'
}

const { maxAge: _, ...attributeSpecs } = cookieSpecs

export const modernSpecs: OptionSpecs<ModernOptions<never>> = {
  ...commonSpecs,
  ...attributeSpecs,
  cookieName: { ...cookieSpecs.cookieName, fallback: '__Host-session' },
  secure: { fallback: true, check: cookieSpecs.secure.check },
  httpOnly: { fallback: true, check: isBoolean },
  duplicates: { fallback: 'verify', check: commonSpecs.duplicates.check },
  idleTimeout: timeSpec(isTimeout),
  absoluteTimeout: timeSpec(isTimeout),
  reissueTime: timeSpec(isPositive),
  persistent: { fallback: false, check: isBoolean },
  setOnException: { fallback: true, check: isBoolean },
  revocation: { fallback: null, check: orNull(isList) },
  schema: { fallback: null, check: orNull(isSchema) },
  migrate: { fallback: null, check: orNull(isFunction) },
  life: { fallback: MODERN, check: isLife },
}

/** The factory over a format, by resolved options. */
export function modernFactory<Data extends object>(
  format: SessionFormat,
  options: ModernOptions<Data> & Partial<Pick<CookieOptions, 'maxAge'>>,
): SessionFactory<Data> {
  return sessionFactory(modernSettings(format, options))
}

/** All that such a factory decides. */
export function modernSettings<Data extends object>(
  format: SessionFormat,
  options: ModernOptions<Data> & Partial<Pick<CookieOptions, 'maxAge'>>,
  stored: Partial<Pick<SessionSettings, 'isStored' | 'identity'>> = {},
): SessionSettings {
  const { life, schema, migrate, ...rest } = options
  if (migrate !== null && schema === null) throw new OptionError('migrate', 'needs a schema')
  const decided = {
    format,
    life: { ...life, ...timesOf(options, format) },
    valuesIn: rest.duplicates === 'verify' ? readStrictly : readLastStrictly,
    setOnException: rest.setOnException,
    persistent: checkedPersistent(rest.persistent, format),
    revocation: rest.revocation === null ? null : inTimeList(rest.revocation),
    fit: schema === null ? null : fitter(schema, migrate),
    hasEqual: equalAsWritten(format),
    ...stored,
  }
  const cookie = { maxAge: null, ...rest }
  return settingsOf(decided, cookie)
}

/** The times that are given. The others are those of the rules, shortened to go with them. */
function timesOf({ life: rules, ...given }: GivenTimes, format: SessionFormat): Times {
  const life = { ...rules, ...unknownTimes(format) }
  const { absoluteTimeout = life.absoluteTimeout } = given
  const { idleTimeout = least(life.idleTimeout, absoluteTimeout) } = given
  const timeout = least(idleTimeout, absoluteTimeout) ?? Infinity
  const latest = Math.min(timeout, given.maxAge || Infinity)
  const { reissueTime = shortened(life.reissueTime, latest) } = given
  const times = { idleTimeout, absoluteTimeout, reissueTime }
  checkKnown(times, format)
  for (const name of ['idleTimeout', 'absoluteTimeout'] as const) {
    const problem = orNull(isTimeout)(times[name])
    if (problem !== undefined) throw new OptionError(name, problem)
  }
  checkTimes(times, timeout, latest)
  return times
}

/** The times by which no session of the format can end: it does not carry what they count from. */
function unknownTimes({ times = 'both' }: SessionFormat): Partial<Times> {
  if (times === 'both') return {}
  const idle = times === 'none' ? { idleTimeout: null, reissueTime: null } : {}
  return { absoluteTimeout: null, ...idle }
}

function checkKnown(times: Times, format: SessionFormat): void {
  for (const name of Object.keys(unknownTimes(format)) as (keyof Times)[]) {
    if (times[name] === null) continue
    throw new OptionError(name, `needs a time that the format ${format.name} does not carry`)
  }
}

/** The shorter of two times, of which each may be none. */
function least(one: number | null, other: number | null): number | null {
  const shorter = Math.min(one ?? Infinity, other ?? Infinity)
  return shorter === Infinity ? null : shorter
}

const shortened = (time: Times['reissueTime'], latest: number): Times['reissueTime'] =>
  typeof time === 'number' ? Math.min(time, (latest - LATE) / 2) : time

/**
 * @param timeout the shorter one
 * @param latest seconds after which there is nothing to be written again
 */
function checkTimes({ idleTimeout, reissueTime }: Times, timeout: number, latest: number): void {
  if (idleTimeout !== null && idleTimeout > timeout) {
    throw new OptionError('idleTimeout', 'must not be longer than absoluteTimeout')
  }
  if (typeof reissueTime === 'number' && reissueTime + LATE >= latest) {
    const others = latest < timeout ? 'maxAge' : 'idleTimeout and absoluteTimeout'
    throw new OptionError('reissueTime', `must be less than ${others} by more than a second`)
  }
  if (reissueTime === null && idleTimeout !== null) {
    throw new OptionError(
      'reissueTime',
      'null signs out who only reads: set idleTimeout to null too',
    )
  }
}

function checkedPersistent(persistent: boolean, format: SessionFormat): boolean {
  if (!persistent || carriesPersistent(format)) return persistent
  throw new OptionError('persistent', `needs a format that carries it; ${format.name} does not`)
}
