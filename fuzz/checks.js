/** What no input may do to the codec. */
import { getHeapStatistics } from 'node:v8'
import { CartoucheError } from 'cartouche'

/** The most that one call may take for a pickle under 64 KiB. */
const MILLISECONDS = 10
const BYTES = 64 * 2 ** 20
/** So many times over the limit, another try is in vain. */
const HOPELESS = 20

/** An input did what none may do. */
export class Failure extends Error {
  /** @param {'error' | 'slow' | 'memory' | 'result'} kind @param {string} message @param {unknown} [cause] */
  constructor(kind, message, cause) {
    super(message, { cause })
    this.kind = kind
  }
}

/** Runs calls of the codec and watches what they take and throw. */
export class Checker {
  #patience
  #tries

  /**
   * @param {number} patience how many times slower calls may be here; coverage slows them down
   * @param {number} tries how often a slow call is tried again: on a busy machine only the best time counts
   */
  constructor(patience, tries) {
    this.#patience = patience
    this.#tries = tries
  }

  /**
   * What `call` returns; `undefined` where it throws an error of this package.
   *
   * @template T
   * @param {string} name
   * @param {() => T} call
   * @param {number} [factor] how many times longer than others this call may take
   * @returns {T | undefined}
   */
  run(name, call, factor = 1) {
    let best = Infinity
    let least = Infinity
    let value
    for (let left = this.#tries; left > 0; left--) {
      const before = memory()
      const start = performance.now()
      const cpu = process.cpuUsage()
      value = outcome(name, call)
      const { user, system } = process.cpuUsage(cpu)
      // Where others keep the machine busy the clock runs on; where threads help, it stands.
      best = Math.min(best, performance.now() - start, (user + system) / 1000)
      least = Math.min(least, memory() - before)
      const limit = MILLISECONDS * factor * this.#patience
      if (best <= limit && least <= BYTES) return value
      if (best > HOPELESS * limit) break
    }
    if (least > BYTES) throw new Failure('memory', `${name} takes ${least >> 20} MiB`)
    throw new Failure('slow', `${name} takes ${best.toFixed(1)} ms`)
  }
}

/**
 * @template T
 * @param {string} name
 * @param {() => T} call
 */
function outcome(name, call) {
  try {
    return call()
  } catch (error) {
    if (error instanceof CartoucheError) return undefined
    throw new Failure('error', `${name} throws ${String(error).slice(0, 200)}`, error)
  }
}

/** What is in use on the heap and beside it; garbage counts until it is collected. */
function memory() {
  const { used_heap_size: onHeap, external_memory: beside } = getHeapStatistics()
  return onHeap + beside
}
