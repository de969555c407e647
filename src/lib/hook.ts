/** Functions of the application that this library calls. */
import { OptionError } from '../errors.js'

/** Whether a value can be awaited, of whatever promise library or realm. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}

/** What becomes of an error that nobody else hears of. What it says of itself may fail in turn. */
export function printError(error: unknown): void {
  try {
    console.error(error)
  } catch {
    console.error('An error that cannot be printed: its stack, or how it is inspected, throws')
  }
}

/** Calls a hook that only listens: where it fails, at once or later, that is printed and nothing else. */
export function tell<Args extends unknown[]>(
  hook: (...args: Args) => unknown,
  ...args: Args
): void {
  try {
    const result = hook(...args)
    if (isThenable(result)) Promise.resolve(result).catch(printError)
  } catch (failure) {
    printError(failure)
  }
}

/** Whether `answer` is a promise. Nobody waits for it, so that its rejection must not end the process. */
export function isUnawaited(answer: unknown): boolean {
  if (!isThenable(answer)) return false
  Promise.resolve(answer).catch(() => undefined)
  return true
}

/**
 * What a function of the application answered.
 *
 * @param option where the application gave it
 * @param name the function
 * @throws {OptionError} for a promise: where the answer is needed at once, it would count as one
 */
export function atOnce<Answer>(option: string, name: string, answer: Answer): Answer {
  if (!isUnawaited(answer)) return answer
  throw new OptionError(
    option,
    `must answer at once: ${name}() gave a promise, which nobody awaits`,
  )
}
