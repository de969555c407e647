/** Answers of what is outside of this process: what fails, or takes too long, is a `StoreUnavailable`. */
import { CartoucheError, StoreUnavailable } from '../errors.js'

const MILLISECONDS = 1000

/** What is thrown where a store fails. What this library says of a wrong call is no failure of the store. */
export function storeFailure(cause: unknown, store: string, operation: string): CartoucheError {
  return cause instanceof CartoucheError ? cause : new StoreUnavailable(store, operation, { cause })
}

/**
 * An answer that must come within so many seconds. What comes of it later goes nowhere.
 *
 * @throws {StoreUnavailable}
 */
export async function inTime<T>(
  answer: PromiseLike<T>,
  seconds: number,
  store: string,
  operation: string,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`No answer within ${seconds} seconds`)
    timer = setTimeout(() => reject(error), seconds * MILLISECONDS)
  })
  try {
    return await Promise.race([answer, late])
  } catch (cause) {
    throw storeFailure(cause, store, operation)
  } finally {
    clearTimeout(timer)
  }
}
