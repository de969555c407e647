import { OptionError } from '../errors.js'
import { isUnawaited } from '../lib/hook.js'

/**
 * Refuses what lacks the methods of a client.
 *
 * @param option where the application gave it
 * @param what it should be
 * @throws {OptionError} that says what to do
 */
export function checkClient(
  option: string,
  what: string,
  client: unknown,
  methods: readonly string[],
): void {
  if (isUnawaited(client)) throw new OptionError(option, `is a promise: await it for ${what}`)
  const missing = methods.filter((method) => !has(client, method))
  if (missing.length === 0) return
  throw new OptionError(option, `must be ${what}: it has no ${missing.join('(), no ')}()`)
}

/** Whether something has a method. */
export const has = (client: unknown, method: string): boolean =>
  typeof (client as Record<string, unknown> | null | undefined)?.[method] === 'function'
