import { OptionError } from '../errors.js'
import { isOptions, type Check } from '../lib/options.js'
import { PickleRegistry } from './registry.js'

/**
 * Checks the options that were given; those left out cost nothing.
 *
 * @throws {OptionError} for an unknown name or a value that fails its check
 */
export function checkOptions(given: object, checks: Readonly<Record<string, Check>>): void {
  const noOptions = isOptions(given)
  if (noOptions !== undefined) throw new OptionError('options', noOptions)
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(checks, name)) {
      throw new OptionError(name, `is not an option; there are ${Object.keys(checks).join(', ')}`)
    }
    const value = (given as Record<string, unknown>)[name]
    const problem = value === undefined ? undefined : checks[name]!(value)
    if (problem !== undefined) throw new OptionError(name, problem)
  }
}

export const isRegistry: Check = (value) =>
  value instanceof PickleRegistry ? undefined : 'must be a PickleRegistry'
