import type { Awaitable } from './shared-store.js'

/** How long the next one waits for one that does not end: an engine that never answers must not lock a session. */
const LONGEST_TURN = 10_000 // milliseconds

/** One after another, for each key. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Does `work` when all that was begun for the key has ended, however it ended. */
  take<Answer>(key: string, work: () => Awaitable<Answer>): Promise<Answer> {
    const mine = after(this.#last.get(key), work)
    const end = mine.then(forget, forget).then(() => {
      if (this.#last.get(key) === end) this.#last.delete(key)
    })
    this.#last.set(key, end)
    return mine
  }
}

const forget = (): void => undefined

async function after<Answer>(
  before: Promise<unknown> | undefined,
  work: () => Awaitable<Answer>,
): Promise<Answer> {
  if (before !== undefined) await endOrLongest(before)
  return work()
}

async function endOrLongest(before: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const longest = new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_TURN)))
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
