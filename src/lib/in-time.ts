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
 * Every request pays for it: so there is one promise, and no error is made before it is needed, which takes as long as
 * all the rest.
 *
 * @throws {StoreUnavailable}
 */
export function inTime<T>(
  answer: PromiseLike<T>,
  seconds: number,
  store: string,
  operation: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      clearTimeout(timer)
      reject(storeFailure(cause, store, operation))
    }
    const timer = setTimeout(
      () => fail(new Error(`No answer within ${seconds} seconds`)),
      seconds * MILLISECONDS,
    )
    Promise.resolve(answer).then((value) => {
      clearTimeout(timer)
      resolve(value)
    }, fail)
  })
}
