/** Tells what the error handling of the application does with a response from what the failed handler does. */
import { AsyncLocalStorage, createHook, executionAsyncId } from 'node:async_hooks'

/** Whose error handling is at work, in all that it starts. */
const answering = new AsyncLocalStorage<Answering | undefined>()

/** From this status on an answer reports an error. */
const FIRST_ERROR = 400

/** The error handling of one response. Does not know it: what holds the one would hold the other. */
export class Answering {
  /** Whether it was asked to answer, and whether it has begun to. */
  #isAsked = false
  #isBegun = false

  /** Runs the error handling. */
  run(ask: () => void): void {
    this.#isAsked = true
    answering.run(this, ask)
  }

  /**
   * Whether a call comes from the error handling. One whom the storage does not know may have been called
   * back by a pool or an emitter that existed before: it is known from where it says that this is an error.
   *
   * @param status that the call gives the answer
   */
  makes(status: number): boolean {
    if (answering.getStore() !== this) {
      if (status < FIRST_ERROR || !this.#isAsked || this.#isBegun) return false
      enterUntilReturn(this)
    }
    this.#isBegun = true
    return true
  }
}

/**
 * Has the storage know the function that is called back now, and what it starts. A pool calls back in a
 * context of its own: left there, it would count for all that the pool calls back later.
 */
function enterUntilReturn(own: Answering): void {
  const before = answering.getStore()
  const current = executionAsyncId()
  const hook = createHook({
    after: (ended) => {
      if (ended === current) answering.enterWith(before)
    },
  })
  hook.enable()
  setImmediate(() => hook.disable())
  answering.enterWith(own)
}
