/** Runs the fuzzing thread, and outlives it should an input hang it or exhaust its memory. */
import { Worker } from 'node:worker_threads'
import { MAX_SIZE } from './mutate.js'

/**
 * An input that looks like a failure; `isFatal` when it did not end or ended the thread.
 *
 * @typedef {{ bytes: Buffer, target: string, problem: string, isFatal: boolean }} Suspect
 */
/** @typedef {{ runs: number, corpus: number, reached: number }} State */

/**
 * @typedef {object} Handlers
 * @property {(suspect: Suspect) => void} onSuspect
 * @property {(state: State) => void} onProgress
 */

/** How long one input may keep the thread busy before it counts as hung, in milliseconds. */
const HANG = 20_000

/**
 * Fuzzes for some seconds and returns the corpus at the end; `undefined` where the thread died.
 *
 * @param {{ seconds: number, seed: number, targets: string[] }} options
 * @param {Handlers} handlers
 * @returns {Promise<Buffer[] | undefined>}
 */
export function fuzz(options, { onSuspect, onProgress }) {
  const current = new SharedArrayBuffer(8 + MAX_SIZE + 1)
  const worker = new Worker(new URL('fuzzer.js', import.meta.url), {
    workerData: { ...options, current },
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  })
  /** @param {string} problem */
  const blame = (problem) => {
    onSuspect({ ...inputIn(current, options.targets), problem, isFatal: true })
    void worker.terminate()
  }
  const watchdog = setTimeout(() => blame('does not end'), HANG)
  return new Promise((resolve) => {
    worker.on('message', ({ finding, progress, corpus }) => {
      if (finding !== undefined) {
        onSuspect({ ...finding, bytes: Buffer.from(finding.bytes), isFatal: false })
      }
      if (progress !== undefined) onProgress(progress)
      if (corpus !== undefined) {
        resolve(corpus.map((/** @type {Uint8Array} */ bytes) => Buffer.from(bytes)))
      }
      watchdog.refresh()
    })
    worker.on('error', (error) => blame(`ends the thread: ${String(error)}`))
    worker.on('exit', () => {
      clearTimeout(watchdog)
      resolve(undefined)
    })
  })
}

/**
 * The input that the thread has last begun to run.
 *
 * @param {SharedArrayBuffer} current
 * @param {readonly string[]} targets
 */
function inputIn(current, targets) {
  const [length = 0, target = 0] = new Int32Array(current, 0, 2)
  return { bytes: Buffer.from(new Uint8Array(current, 8, length)), target: targets[target] ?? '' }
}
