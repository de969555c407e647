import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'

/**
 * Lets the requests of one process that compare before they write do so one after another: they would only be in each
 * other's way.
 */
export class Turns {
  readonly #last = new Map<string, PromiseLike<unknown>>()

  take<T>(id: string, act: () => Awaitable<T>): Awaitable<T> {
    const before = this.#last.get(id)
    const answer = before === undefined ? act() : before.then(act, act)
    if (!isThenable(answer)) return answer
    this.#last.set(id, answer)
    const end = (): void => {
      if (this.#last.get(id) === answer) this.#last.delete(id)
    }
    answer.then(end, end)
    return answer
  }
}
