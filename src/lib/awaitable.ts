/** Answers that may be promises: where they are none, nothing is awaited. */
import { isThenable } from './hook.js'

/** An answer, or the promise of one. */
export type Awaitable<T> = T | PromiseLike<T>

/** Goes on with an answer: at once, where it is there. */
export function after<T, U>(answer: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return isThenable(answer) ? (answer as PromiseLike<T>).then(next) : next(answer as T)
}

/** The same, where the answer may fail: at once or later. */
export function settled<T, U>(
  ask: () => Awaitable<T>,
  next: (value: T) => Awaitable<U>,
  fail: (error: unknown) => Awaitable<U>,
): Awaitable<U> {
  let answer: Awaitable<T>
  try {
    answer = ask()
  } catch (error) {
    return fail(error)
  }
  return isThenable(answer) ? (answer as PromiseLike<T>).then(next, fail) : next(answer as T)
}

/** Takes one step after the other. */
export function each<T>(
  items: readonly T[],
  step: (item: T) => Awaitable<unknown>,
): Awaitable<void> {
  for (const [at, item] of items.entries()) {
    const answer = step(item)
    if (isThenable(answer)) return answer.then(() => each(items.slice(at + 1), step))
  }
}
