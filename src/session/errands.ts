import type { Awaitable } from '../lib/awaitable.js'
import { isThenable } from '../lib/hook.js'

type Errand = () => Awaitable<unknown>

/** What one request has to do at a list of ended sessions, one after the other. */
export class Errands {
  /** What is not done yet. Of these the first is under way, or has failed. */
  readonly #left: Errand[] = []
  #working: Promise<void> | undefined

  /** Whether all is done. */
  get areDone(): boolean {
    return this.#left.length === 0
  }

  /** What is being done. Never fails; nothing is begun. */
  get underWay(): Awaitable<unknown> {
    return this.#working?.catch(() => undefined)
  }

  /** Begins at once, where nothing is before it: an answer that is there is not waited for. */
  run(errand: Errand): void {
    const isFirst = this.areDone
    const answer = isFirst ? errand() : undefined
    if (isFirst && !isThenable(answer)) return
    this.#left.push(errand)
    if (isFirst) this.#begin(answer)
  }

  /** Waits for all of them. What has failed is tried again, and so is not lost where the request goes on. */
  finish(): Awaitable<void> {
    if (this.areDone) return undefined
    return this.#working ?? this.#begin(this.#next())
  }

  #begin(answer: Awaitable<unknown>): Promise<void> {
    const working = this.#work(answer).finally(() => (this.#working = undefined))
    // The request may end before anybody waits for it.
    working.catch(() => undefined)
    return (this.#working = working)
  }

  async #work(answer: Awaitable<unknown>): Promise<void> {
    await answer
    this.#left.shift()
    if (!this.areDone) await this.#work(this.#next())
  }

  async #next(): Promise<unknown> {
    return this.#left[0]?.()
  }
}
