import type { Awaitable } from './awaitable.js'
import { isThenable } from './hook.js'

/** How long the next one waits for one that does not end: an engine that never answers must not lock a session. */
const LONGEST_TURN = 10_000 // milliseconds

/** One after another, for each key. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** Does `work` when all that was begun for the key has ended, however it ended: at once, where nothing was. */
  take<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer>
  take<Answer>(key: string, work: () => Awaitable<Answer>): Awaitable<Answer>
  take<Answer>(key: string, work: () => Awaitable<Answer>): Awaitable<Answer> {
    const before = this.#last.get(key)
    const answer = before === undefined ? work() : endOrLongest(before).then(work, work)
    if (!isThenable(answer)) return answer
    const forget = (): void => {
      if (this.#last.get(key) === end) this.#last.delete(key)
    }
    const end: Promise<void> = Promise.resolve(answer).then(forget, forget)
    this.#last.set(key, end)
    return answer
  }
}

/** Fails where the runtime knows that it will not end, as workerd does of the promises of a request that is over. */
async function endOrLongest(before: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const longest = new Promise<void>((resolve) => (timer = setTimeout(resolve, LONGEST_TURN)))
  await Promise.race([before, longest])
  clearTimeout(timer)
}

const turns = new WeakMap<object, Turns>()

/** The turns of an engine: all stores over it in this process have the same. */
export function turnsOf(engine: object): Turns {
  const known = turns.get(engine) ?? new Turns()
  turns.set(engine, known)
  return known
}
