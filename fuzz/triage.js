/** What becomes of an input that looked like a failure: is it one, and how small can it be made? */
import { Checker, Failure } from './checks.js'
import { disassemble } from './mutate.js'
import { TARGETS } from './targets.js'

/** @typedef {{ target: string, bytes: Buffer }} Input */

/** How long the search for a smaller input may take, in milliseconds. */
const PATIENCE = 5000

/** How many times longer than allowed a call may take: 1, but more on a machine that is busy with other work. */
const SLACK = Number(process.env['FUZZ_SLACK'] ?? 1)

/**
 * Runs an input without coverage; returns its failure, if it is one.
 *
 * @param {Input} input
 */
export function failureOf({ target, bytes }) {
  const run = TARGETS[target]
  if (run === undefined) throw new Error(`there is no target ${target}`)
  try {
    run(bytes, new Checker(SLACK, 20))
    return undefined
  } catch (error) {
    return error instanceof Failure ? error : new Failure('error', String(error), error)
  }
}

/**
 * A smaller input that fails in the same way.
 *
 * @param {Input} input
 * @param {Failure} failure
 */
export function minimise({ target, bytes }, failure) {
  const end = performance.now() + PATIENCE
  let pieces = disassemble(bytes)
  for (let size = pieces.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < pieces.length && performance.now() < end;) {
      const fewer = pieces.toSpliced(at, size)
      if (failureOf({ target, bytes: Buffer.concat(fewer) })?.kind === failure.kind) pieces = fewer
      else at += size
    }
  }
  return Buffer.concat(pieces)
}
