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

/** Takes one step after the other, beginning at that item. */
export function each<T>(
  items: readonly T[],
  step: (item: T) => Awaitable<unknown>,
  from = 0,
): Awaitable<void> {
  for (let at = from; at < items.length; at++) {
    const answer = step(items[at]!)
    if (isThenable(answer)) return answer.then(() => each(items, step, at + 1))
  }
}

/** Answers that are all there, or the promise of them. */
export function all<T>(answers: readonly Awaitable<T>[]): Awaitable<readonly T[]> {
  return answers.some(isThenable) ? Promise.all(answers) : (answers as readonly T[])
}
