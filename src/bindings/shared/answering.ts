/** Tells what the error handling of the application does with a response from what the failed handler does. */
import { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId } from 'node:async_hooks'
import type { EventEmitter } from 'node:events'

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

  /** Whether the error handling is known to be at work now. */
  get isAtWork(): boolean {
    return answering.getStore() === this
  }

  /**
   * Whether a call comes from the error handling. One whom the storage does not know may have been called
   * back by a pool or an emitter that existed before: it is known from where it says that this is an error.
   *
   * @param status that the call gives the answer
   */
  makes(status: number): boolean {
    if (!this.isAtWork) {
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

type Listener = (...args: unknown[]) => unknown

/** Gives arguments whose functions are called back in the context that is current now. */
export function keepContext(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (typeof arg === 'function' ? AsyncResource.bind(arg as Listener) : arg))
}

/**
 * From now on an emitter tells these events to each listener in the context in which that one was added. By itself it
 * tells all in its own: that of who made it do so, or of another response on the same connection.
 */
export function keepContexts(emitter: EventEmitter, events: readonly string[]): void {
  const contexts = new WeakMap<object, Answering | undefined>()
  emitter.on('newListener', (_event, listener: Listener) => {
    contexts.set(listener, answering.getStore())
  })
  const { emit } = emitter
  emitter.emit = (event: string, ...args: unknown[]) => {
    if (!events.includes(event)) return emit.call(emitter, event, ...args)
    // What stands in for a response may have no list where there are none.
    const all = emitter.rawListeners(event) as (Listener & { listener?: Listener })[] | undefined
    const listeners = all ?? []
    for (const listener of listeners) {
      const context = contexts.get(listener.listener ?? listener)
      answering.run(context, () => Reflect.apply(listener, emitter, args))
    }
    return listeners.length > 0
  }
}
