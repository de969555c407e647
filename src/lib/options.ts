import { OptionError } from '../errors.js'

/** Says what is wrong with a value ("must be …"), or `undefined` when it is right. */
export type Check = (value: unknown) => string | undefined

/** One option of a factory: what it is when not given, and what it may be. */
export interface OptionSpec<T> {
  readonly fallback: T
  readonly check: Check
}

type Specs<T> = { readonly [K in keyof T]: OptionSpec<T[K]> }

/**
 * Completes `given` by the defaults of `specs`.
 *
 * @throws {OptionError} for an unknown name or a value that fails its check
 */
export function resolveOptions<T extends object>(specs: Specs<T>, given: unknown): T {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new OptionError('options', 'must be an object')
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, name)) {
      throw new OptionError(name, `is not an option; there are ${Object.keys(specs).join(', ')}`)
    }
  }
  const resolved: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries<OptionSpec<unknown>>(specs)) {
    const value = (given as Record<string, unknown>)[name]
    resolved[name] = value === undefined ? spec.fallback : value
    const problem = spec.check(resolved[name])
    if (problem !== undefined) throw new OptionError(name, problem)
  }
  return resolved as T
}

export const isBoolean: Check = (value) =>
  typeof value === 'boolean' ? undefined : 'must be true or false'

export const isFunction: Check = (value) =>
  typeof value === 'function' ? undefined : 'must be a function'

export const isFiniteOrNull: Check = (value) =>
  value === null || Number.isFinite(value) ? undefined : 'must be a number of seconds, or null'

/** A whole number from `low` to `high`. */
export function isIntegerBetween(low: number, high: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= low && (value as number) <= high
      ? undefined
      : `must be a whole number from ${low} to ${high}`
}
