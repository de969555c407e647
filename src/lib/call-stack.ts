/** Data of many levels take much of the call stack, of which the caller may have left little. */
import { CartoucheError } from '../errors.js'

/** By the words of V8 and JavaScriptCore, and of SpiderMonkey: functions of the application throw RangeErrors too. */
export const isStackOverflow = (error: unknown): boolean =>
  error instanceof Error && /^(?:Maximum call stack size|too much recursion)/.test(error.message)

export const STACK_ENDED =
  'The call stack has ended: the data have more levels than the caller has left of it, or a getter of theirs has no end'

/** The error for data that are written or read where the call stack has ended, which `cause` tells. */
export function tooDeep(code: 'BAD_VALUE' | 'LIMIT', cause: unknown): CartoucheError {
  return new CartoucheError(code, STACK_ENDED, { cause })
}

/**
 * What `write` gives.
 *
 * @throws {CartoucheError} `BAD_VALUE` where the call stack ends in it
 */
export function withinStack<T>(write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw isStackOverflow(error) ? tooDeep('BAD_VALUE', error) : error
  }
}
