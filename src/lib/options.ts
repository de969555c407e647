import { OptionError } from '../errors.js'
import { isUnawaited } from './hook.js'
import { isPlainObject } from './kinds.js'

/** Says what is wrong with a value ("must be …"), or `undefined` when it is right. */
export type Check = (value: unknown) => string | undefined

/** One option of a factory: what it is when not given, and what it may be. */
export interface OptionSpec<T> {
  readonly fallback: T
  readonly check: Check
  /** Makes of a value that passed the check what it stands for, as Pyramid does. */
  readonly coerce?: (value: unknown) => unknown
}

/** Options as they are given: what is left out, or is `undefined`, has its default. */
export type Given<T> = { readonly [K in keyof T]?: T[K] | undefined }

export type OptionSpecs<T> = { readonly [K in keyof T]: OptionSpec<T[K]> }

/**
 * Completes `given` by the defaults of `specs`.
 *
 * @throws {OptionError} for an unknown name or a value that fails its check
 */
export function resolveOptions<T extends object>(specs: OptionSpecs<T>, given: unknown): T {
  const problem = isOptions(given)
  if (problem !== undefined) throw new OptionError('options', problem)
  for (const name of Object.keys(given as object)) {
    if (!Object.hasOwn(specs, name)) {
      throw new OptionError(name, `is not an option; there are ${Object.keys(specs).join(', ')}`)
    }
  }
  const resolved: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries<OptionSpec<unknown>>(specs)) {
    // What somebody put into Object.prototype is no option that was given.
    const isGiven = Object.hasOwn(given as object, name) || !(name in Object.prototype)
    const value = isGiven ? (given as Record<string, unknown>)[name] : undefined
    resolved[name] = resolveOption(name, spec, value)
  }
  return resolved as T
}

/** A promise that nobody awaited, or a Map, would pass for options of which none was given. */
export const isOptions: Check = (value) =>
  !isUnawaited(value) && isPlainObject(value) ? undefined : 'must be a plain object'

function resolveOption(name: string, spec: OptionSpec<unknown>, value: unknown): unknown {
  if (value === undefined) return spec.fallback
  const problem = spec.check(value)
  if (problem !== undefined) throw new OptionError(name, problem)
  return spec.coerce === undefined ? value : spec.coerce(value)
}

export const isBoolean: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false'

export const isText: Check = (value) => (typeof value === 'string' ? undefined : 'must be text')

export const isFunction: Check = (value) =>
  typeof value === 'function' ? undefined : 'must be a function'

/** Whether a value is a token of HTTP: the name of a header, of a cookie, a method (RFC 9110, 5.6.2). */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\w!#$%&'*+\-.^`|~]+$/.test(value)
}

/** `null` besides what `check` lets through. */
export function orNull(check: Check): Check {
  return (value) => (value === null ? undefined : check(value))
}

export const isFiniteOrNull: Check = (value) =>
  value === null || Number.isFinite(value) ? undefined : 'must be a number of seconds, or null'

const DAY = 86_400 // seconds

/** Browsers keep no cookie for longer: RFC 6265bis, 5.5. */
const LONGEST_USE = 400 * DAY

export const MILLISECONDS = 'seems to be in milliseconds: it counts seconds'

/**
 * Whether what should be seconds seems to be milliseconds, by its shape: five minutes or more to the
 * minute as milliseconds, and no whole number of days as seconds. That is 20 minutes (1,200,000), but
 * not two weeks in seconds (1,209,600). Three, six and nine hours as milliseconds cannot be told: they are
 * 125, 250 and 375 days.
 */
export function looksLikeMilliseconds(seconds: number): boolean {
  return seconds >= 300_000 && seconds % 60_000 === 0 && seconds % DAY !== 0
}

export const TOO_LONG =
  'is more than 400 days, and browsers keep no cookie for longer: it counts seconds, not milliseconds'

/** Whether a time of other shape is longer than any cookie is kept: ten hours and more as milliseconds. */
export function isTooLong(seconds: number): boolean {
  return seconds > LONGEST_USE && !looksLikeMilliseconds(seconds)
}

/** Says what is wrong with a number of seconds: milliseconds, by its size. */
export const isSeconds: Check = (value) => {
  if (looksLikeMilliseconds(value as number)) return MILLISECONDS
  return isTooLong(value as number) ? TOO_LONG : undefined
}

/** A whole number from `low` to `high`. */
export function isIntegerBetween(low: number, high: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? undefined
      : `must be a whole number from ${low} to ${high}`
}

/** Python's `int(value)` for what options hold: numbers lose their fraction, text must be whole. */
export function pythonInt(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined
  if (typeof value !== 'string') return undefined
  return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value) ? Number(value.replaceAll('_', '')) : undefined
}

/** One of a few texts. */
export function isOneOf(choices: readonly string[]): Check {
  return (value) =>
    choices.includes(value as string)
      ? undefined
      : `must be ${choices.map((choice) => `'${choice}'`).join(' or ')}`
}
