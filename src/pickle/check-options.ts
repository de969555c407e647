import { OptionError } from '../errors.js'
import type { Check } from '../lib/options.js'
import { PickleRegistry } from './registry.js'

/**
 * Checks the options that were given; those left out cost nothing.
 *
 * @throws {OptionError} for an unknown name or a value that fails its check
 */
export function checkOptions(given: object, checks: Readonly<Record<string, Check>>): void {
  if (!isPlain(given)) throw new OptionError('options', 'must be an object')
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(checks, name)) {
      throw new OptionError(name, `is not an option; there are ${Object.keys(checks).join(', ')}`)
    }
    const value: unknown = given[name]
    const problem = value === undefined ? undefined : checks[name]!(value)
    if (problem !== undefined) throw new OptionError(name, problem)
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isObject: Check = (value) => (isPlain(value) ? undefined : 'must be an object')

export const isRegistry: Check = (value) =>
  value instanceof PickleRegistry ? undefined : 'must be a PickleRegistry'
