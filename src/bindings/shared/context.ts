/** What the bindings have in common for frameworks whose context of a request has the session, under a name. */
import { putGetter } from './getter.js'
import type { WebOptions } from './web-options.js'
import { webSpecs } from './web-options.js'
import { OptionError } from '../../errors.js'
import { isToken } from '../../lib/options.js'
import type { Check, Given, OptionSpecs } from '../../lib/options.js'

export { asError } from './outcome.js'

/** Options of {@link session}; what is left out has its default. */
export interface SessionOptions<Name extends string = 'session'> extends Given<WebOptions> {
  /** The name under which the context has the session. Default `'session'`. */
  readonly name?: Name | undefined
}

export interface ContextOptions extends WebOptions {
  name: string
}

const isName: Check = (value) =>
  isToken(value) ? undefined : 'must be a name that a context can have, such as "admin"'

export const contextSpecs: OptionSpecs<ContextOptions> = {
  name: { fallback: 'session', check: isName },
  ...webSpecs,
}

export function takenName(name: string): OptionError {
  return new OptionError(
    'name',
    `must be a free one: the context has ${name} already. Say, for example, { name: 'admin' }`,
  )
}

/**
 * Gives `context` a property that is the session, asked for when it is first read.
 *
 * @throws {OptionError} when something else has that name
 */
export function putIntoContext(context: object, name: string, find: () => unknown): void {
  const taken = (context as Record<string, unknown>)[name]
  if (taken !== undefined && taken !== find()) throw takenName(name)
  const refuse = (): never => {
    throw new TypeError(
      `context.${name} cannot be assigned: change the session by its methods, or empty it by invalidate()`,
    )
  }
  putGetter(context, name, find, refuse)
}
